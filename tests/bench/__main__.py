"""All benchmarks: `make bench` runs each `bench_*.py` in a process of its own, writes build/bench.json and prints a table.

A bench module has `run() -> list[dict]`: name, figure, unit, and where it compares `beside` (what stands beside it) and `ratio`,
both taken in the same run. `goal` is what the project promises. These figures are never asserted: machines differ.
"""

import json
import platform
import subprocess
import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent
OUT = Path("build/bench.json")


def main(chosen: list[str]) -> int:
    modules = [path.stem for path in sorted(FOLDER.glob("bench_*.py")) if not chosen or path.stem.removeprefix("bench_") in chosen]
    rows: list[dict[str, object]] = []
    failed = []
    for module in modules:
        print(f"… {module}", file=sys.stderr, flush=True)
        done = subprocess.run([sys.executable, "-m", "tests.bench", "--one", module], capture_output=True, text=True, check=False)
        if done.returncode:
            failed.append(module)
            print(done.stderr[-3000:], file=sys.stderr)
            continue
        rows += [{"bench": module.removeprefix("bench_"), **row} for row in json.loads(done.stdout.splitlines()[-1])]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(
        json.dumps(
            {"machine": platform.platform(), "python": platform.python_version(), "rows": rows}, indent=1, ensure_ascii=False
        )
    )
    print(table(rows))
    for module in failed:
        print(f"FAILED: {module}")
    return 1 if failed else 0


def table(rows: list[dict[str, object]]) -> str:
    head = ("bench", "what", "figure", "unit", "goal", "beside", "ratio")
    lines = [head] + [
        tuple(_cell(row.get(key, "")) for key in ("bench", "name", "figure", "unit", "goal", "beside", "ratio")) for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def _cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(import_module(f"tests.bench.{sys.argv[2]}").run(), ensure_ascii=False))
    else:
        sys.exit(main(sys.argv[1:]))
