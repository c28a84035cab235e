"""Sources for loopback sites, and how patient to be with them."""

import os
from pathlib import Path


def busy() -> float:
    """How many times longer all may take because the machine has other work; at least 1."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def seed(folder: Path, url: str, *lines: str, name: str = "site") -> Path:
    """A source file for a site on this machine, asked at full speed."""
    keys = {
        "id": f'"{name}"',
        "start": f'["{url}"]',
        "delay": "0.0",
        "concurrency": "4",
        "allow_addresses": '["127.0.0.0/8"]',
        "articles": '["/story/*"]',
    }
    given = {line.partition(" = ")[0] for line in lines}
    text = [f"{key} = {value}" for key, value in keys.items() if key not in given]
    path = folder / f"{name}.toml"
    path.write_text("\n".join(["[[source]]", *text, *lines]) + "\n")
    return path
