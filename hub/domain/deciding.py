"""A number alone becomes a procedure: what the paper in the hand of its holder is for. Pure."""

import msgspec

from hub.domain.visit import Visit, ways


def decided(visit: Visit, leg_id: str, procedure: str) -> Visit:
    """Every leg of the way of this leg is of `procedure` from now on. Raises KeyError for an unknown leg."""
    visit.leg(leg_id)
    way = next(way for way in ways(visit.legs) if any(leg.id == leg_id for leg in way))
    own = {leg.id for leg in way}
    legs = tuple(msgspec.structs.replace(leg, procedure=procedure) if leg.id in own else leg for leg in visit.legs)
    return msgspec.structs.replace(visit, legs=legs, version=visit.version + 1)
