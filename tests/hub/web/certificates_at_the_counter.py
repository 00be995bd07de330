"""A family served at a counter, with its paper: what tests of the cross-check page begin with."""

from hub.wire import Application, OpenVisit
from tests.hub.scans.certificates import as_read, drawn, household, jpeg, scanned
from tests.hub.small_office import clerk as staff
from tests.hub.web.running_hub import issue, moving_in

FAMILY = household(2, people=2)


def entry(answers=None):
    """The family's finished 転入届."""
    filled = moving_in()
    return Application(filled.procedure, filled.form_version, filled.answers | (answers or FAMILY.answers) | {"q_care": "unknown"})


def sheet(family=FAMILY):
    """Their paper as a flatbed gives it."""
    return jpeg(scanned(drawn(family), 200, turn=0.5), 85)


async def served(hub, kiosk, answers=None, counter=1):
    """A clerk's browser at the counter, and the visit that is served there."""
    await issue(kiosk, "first-press", OpenVisit(language="ja", applications=(entry(answers),)))
    clerk = await hub.clerk(counter)
    await clerk.get("/counter")
    await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001")
    visit = clerk.text.split('name="visit" value="')[1].split('"')[0]
    leg = clerk.text.split('name="leg" value="')[1].split('"')[0]
    version = clerk.text.split('name="version" value="')[1].split('"')[0]
    await clerk.post("/counter/act", stage="reception", action="start", visit=visit, leg=leg, version=version, key="press-0002")
    return clerk, visit


async def laid_beside(hub, clerk, visit, family=FAMILY):
    """Their paper lies beside the record already; the page."""
    await hub.office.records.keep_scan(staff(1), visit, as_read(family), (jpeg(drawn(family)),))
    return await clerk.get(f"/counter/certificate/{visit}")
