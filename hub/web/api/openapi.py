"""/api/openapi.json, generated from the table of routes and the message types: it cannot fall behind the code."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from hub.web.api.route import Answer, Ask, Route
from hub.wire import Refusal

_PARAMETER = re.compile(r"\{(\w+)\}")
_TEMPLATE = "#/components/schemas/{name}"


def document(routes: Sequence[Route], version: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of `routes`."""
    types = [Refusal, *(kind for route in routes for kind in (route.body, route.reply) if kind is not None)]
    schemas, components = msgspec.json.schema_components(types, ref_template=_TEMPLATE)
    by_type = dict(zip(map(repr, types), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, by_type)
    return {
        "openapi": "3.1.0",
        "info": {"title": "uketsuke hub", "version": version},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "device": {"type": "http", "scheme": "bearer"},
                "staff": {"type": "apiKey", "in": "cookie", "name": "session"},
            },
        },
        "security": [{"device": []}, {"staff": []}],
    }


def _operation(route: Route, by_type: dict[str, Any]) -> dict[str, Any]:
    parameters = [_parameter(name, "path", True) for name in _PARAMETER.findall(route.path)]
    parameters += [_parameter(name, "query", False) for name in route.query]
    if route.keyed:
        parameters.append(_parameter("Idempotency-Key", "header", route.keyed == "must"))
    operation: dict[str, Any] = {
        "operationId": f"{route.method.lower()}_{route.action}",
        "summary": route.summary,
        "x-action": route.action,
        "responses": {
            str(route.status): {"description": "done"} | _content(route.reply, by_type),
            "default": {"description": "refused"} | _content(Refusal, by_type),
        },
    }
    if parameters:
        operation["parameters"] = parameters
    if route.body is not None:
        operation["requestBody"] = {"required": True} | _content(route.body, by_type)
    return operation


def _parameter(name: str, place: str, required: bool) -> dict[str, Any]:
    return {"name": name, "in": place, "required": required, "schema": {"type": "string"}}


def _content(kind: Any, by_type: dict[str, Any]) -> dict[str, Any]:
    return {} if kind is None else {"content": {"application/json": {"schema": by_type[repr(kind)]}}}


def route(routes: Sequence[Route], version: str) -> Route:
    """The route that serves the document; it describes itself too."""

    async def answer(ask: Ask) -> Answer:
        return described

    own = Route("GET", "/api/openapi.json", "read_health", answer, "This description")
    described = document([*routes, own], version)
    return own
