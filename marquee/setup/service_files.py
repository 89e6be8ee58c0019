"""What starts the bot with the machine: a systemd unit, launchd, a Windows task, or Docker."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

NONE = "none"
_LABEL = "marquee-bot"


@dataclass(frozen=True, slots=True)
class ServiceFile:
    """A file that lets a system start the bot.

    Attributes:
        path: Where it belongs.
        text: What stands in it, of the Python that runs and the folder it runs in.
        start: The command that starts it, from now on and after a restart.
    """

    path: Path
    text: str
    start: str


def usual() -> str:
    """Return the kind of service that this system has."""
    if sys.platform == "darwin":
        return "launchd"
    if os.name == "nt":
        return "windows"
    return "systemd" if Path("/run/systemd/system").is_dir() else NONE


def service_file(kind: str, folder: Path, data: Path, python: str = sys.executable) -> ServiceFile:
    """Return the file of a kind of service.

    Args:
        kind: One of `KINDS`.
        folder: Where `.env` lies, an absolute path.
        data: The data folder, an absolute path.
        python: The Python that Marquee is installed in.
    """
    return _MADE[kind](folder, python, data)


def _systemd(folder: Path, python: str, _data: Path) -> ServiceFile:
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    # A percent sign begins a placeholder there; the program is read as a shell reads words, the
    # folder as it stands.
    program = python.replace("%", "%%").replace("$", "$$")
    program = program.replace("\\", "\\\\").replace('"', '\\"')
    text = f"""[Unit]
Description=Marquee, a Discord bot that recognises film posters
Wants=network-online.target
After=network-online.target

[Service]
WorkingDirectory={str(folder).replace("%", "%%")}
ExecStart="{program}" -m marquee bot
Restart=on-failure
RestartSec=10
NoNewPrivileges=true
PrivateTmp=true

[Install]
WantedBy=default.target
"""
    start = (
        "systemctl --user daemon-reload && systemctl --user enable --now marquee && "
        "loginctl enable-linger"
    )
    path = config / "systemd" / "user" / "marquee.service"
    return ServiceFile(path, text, start)


def _launchd(folder: Path, python: str, _data: Path) -> ServiceFile:
    path = Path.home() / "Library" / "LaunchAgents" / f"{_LABEL}.plist"
    words = "".join(
        f"    <string>{escape(word)}</string>\n" for word in (python, "-m", "marquee", "bot")
    )
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>{_LABEL}</string>
  <key>ProgramArguments</key>
  <array>
{words}  </array>
  <key>WorkingDirectory</key>
  <string>{escape(str(folder))}</string>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
</dict>
</plist>
"""
    return ServiceFile(path, text, f"launchctl load -w {shlex.quote(str(path))}")


def _windows(folder: Path, python: str, _data: Path) -> ServiceFile:
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers>
    <LogonTrigger><Enabled>true</Enabled></LogonTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(python)}</Command>
      <Arguments>-m marquee bot</Arguments>
      <WorkingDirectory>{escape(str(folder))}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""
    path = folder / "marquee-task.xml"
    start = f'schtasks /Create /TN Marquee /XML "{path}" && schtasks /Run /TN Marquee'
    return ServiceFile(path, text, start)


def _compose(folder: Path, _python: str, data: Path) -> ServiceFile:
    # Under the path that it has here, for the database names pictures by their paths.
    place = json.dumps(str(data))
    mounted = json.dumps(f"{data}:{data}")
    user = f'    user: "{os.getuid()}:{os.getgid()}"\n' if hasattr(os, "getuid") else ""
    text = f"""# Marquee in one container: docker compose -f marquee.compose.yaml up -d
# The image comes from the source's folder: docker build -t marquee .
services:
  bot:
    image: marquee
    command: ["bot"]
{user}    env_file: .env
    environment:
      MARQUEE_DATA_DIR: {place}
    volumes: [{mounted}]
    restart: unless-stopped
"""
    path = folder / "marquee.compose.yaml"
    start = f"docker compose -f {shlex.quote(str(path))} up -d"
    return ServiceFile(path, text, start)


_MADE: dict[str, Callable[[Path, str, Path], ServiceFile]] = {
    "systemd": _systemd,
    "launchd": _launchd,
    "windows": _windows,
    "compose": _compose,
}
KINDS = (NONE, *_MADE)
WORDS = {
    "systemd": "a systemd unit (Linux)",
    "launchd": "a launchd agent (macOS)",
    "windows": "a task of Windows' scheduler",
    "compose": "a file for docker compose",
    NONE: "none: I start it myself with `marquee bot`",
}
