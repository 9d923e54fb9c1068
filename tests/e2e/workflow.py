"""A small stand-in for what runs a workflow: it evaluates conditions, runs each ``run:`` step in a real shell in a real
clone, and does in a few lines what the ``uses:`` actions do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

BASE_URL = "https://noor.github.io/repo"


@dataclass
class Outcome:
    """What came of a job: ``success``, ``failure`` or ``skipped``."""

    result: str
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    log: str = ""


@dataclass
class Host:
    """A repository with Pages. ``www`` is what visitors get; ``before`` is called before a job begins."""

    bare: Path
    scratch: Path
    environment: Mapping[str, str]
    pages_on: bool = True
    before: Callable[[str], None] = lambda _: None

    @property
    def www(self) -> Path:
        return self.scratch / "www"

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.bare,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=True,
        )
        return done.stdout.strip()

    def run(
        self, event: str = "push", *, ref: str = "refs/heads/main", fork: bool = False
    ) -> dict[str, Outcome]:
        """Run the workflow as it stands at ``ref``, for ``event``."""
        commit = self.git("rev-parse", ref)
        document = yaml.safe_load(self.git("show", f"{commit}:.github/workflows/publish.yml"))
        assert event in document[True], "the workflow doesn't listen to that"
        if event == "push" and ref.removeprefix("refs/heads/") not in document[True]["push"]["branches"]:
            return {}
        github = {
            "github.event_name": event,
            "github.ref": ref,
            "github.sha": commit,
            "github.event.repository.fork": fork,
        }
        done: dict[str, Outcome] = {}
        for name, job in document["jobs"].items():
            self.before(name)
            done[name] = Job(self, document, job, dict(github), done).run()
        return done


class Job:
    """One job on a machine of its own."""

    def __init__(
        self,
        host: Host,
        document: dict[Any, Any],
        job: dict[str, Any],
        known: dict[str, Any],
        done: dict[str, Outcome],
    ) -> None:
        self.host, self.document, self.job, self.known = host, document, job, known
        self.machine = host.scratch / "machine"
        self.workspace = self.machine / "work"
        needs = job.get("needs", [])
        self.needed = {other: done[other] for other in ([needs] if isinstance(needs, str) else needs)}
        for other, outcome in self.needed.items():
            self.known |= {f"needs.{other}.outputs.{key}": value for key, value in outcome.outputs.items()}
        self.known |= {f"env.{key}": value for key, value in document["env"].items()}
        self.outcome = Outcome("success")

    def run(self) -> Outcome:
        if any(outcome.result != "success" for outcome in self.needed.values()) or not self.holds(
            self.job.get("if")
        ):
            return Outcome("skipped")
        shutil.rmtree(self.machine, ignore_errors=True)
        self.workspace.mkdir(parents=True)
        for number, step in enumerate(self.job["steps"]):
            if self.outcome.result == "success" and self.holds(step.get("if")):
                good = self.use(step) if "uses" in step else self.shell(step, number)
                self.known[f"steps.{step.get('id')}.outcome"] = "success" if good else "failure"
                if not good and not step.get("continue-on-error"):
                    self.outcome.result = "failure"
        self.outcome.outputs = {key: self.fill(value) for key, value in self.job.get("outputs", {}).items()}
        return self.outcome

    def shell(self, step: Mapping[str, Any], number: int) -> bool:
        script, output, summary = (
            self.machine / f"{name}-{number}" for name in ("step", "output", "summary")
        )
        script.write_text(step["run"], "utf-8")
        output.touch()
        environment = {
            **self.host.environment,
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "noor/repo",
            "GITHUB_EVENT_NAME": self.known["github.event_name"],
            "GITHUB_SHA": self.known["github.sha"],
            "GITHUB_REF_NAME": self.known["github.ref"].removeprefix("refs/heads/"),
            **{key: str(value) for key, value in self.document["env"].items()},
            **{key: self.fill(value) for key, value in step.get("env", {}).items()},
        }
        command = self.document["defaults"]["run"]["shell"].replace("{0}", str(script)).split()
        ran = subprocess.run(
            command,
            cwd=self.workspace,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
        )
        self.outcome.log += ran.stdout + ran.stderr
        for line in output.read_text("utf-8").splitlines():
            key, _, value = line.partition("=")
            self.known[f"steps.{step.get('id')}.outputs.{key}"] = value
        if summary.exists():
            self.outcome.summary += summary.read_text("utf-8")
        return ran.returncode == 0

    def use(self, step: Mapping[str, Any]) -> bool:
        action = re.fullmatch(r"actions/([a-z-]+)@v\d+", step["uses"])
        assert action, step["uses"]
        given = {
            key: self.fill(value)
            for key, value in step.get("with", {}).items()
            if key not in ("key", "restore-keys")
        }
        return bool(getattr(self, action[1].replace("-", "_"))(given, f"steps.{step.get('id')}.outputs."))

    def checkout(self, given: Mapping[str, str], _: str) -> bool:
        assert self.job["permissions"]["contents"] in ("read", "write")
        depth = given.get("fetch-depth", "1")
        shallow = [] if depth == "0" else [f"--depth={depth}"]
        for arguments in (
            ["init", "--quiet"],
            ["remote", "add", "origin", self.host.bare.as_uri()],
            ["fetch", "--quiet", *shallow, "origin", self.known["github.sha"]],
            ["checkout", "--quiet", "--detach", "FETCH_HEAD"],
        ):
            subprocess.run(["git", *arguments], cwd=self.workspace, check=True, timeout=60)
        if (
            self.job["permissions"]["contents"] == "read"
        ):  # a push would be refused there; here it has nowhere to go
            subprocess.run(["git", "remote", "remove", "origin"], cwd=self.workspace, check=True, timeout=60)
        return True

    def setup_python(self, given: Mapping[str, str], _: str) -> bool:
        return (self.workspace / given["cache-dependency-path"]).is_file()

    def cache(self, given: Mapping[str, str], _: str) -> bool:
        return given["path"].endswith("/.knowbrand")

    def configure_pages(self, _: Mapping[str, str], outputs: str) -> bool:
        assert self.job["permissions"]["pages"] in ("read", "write")
        if self.host.pages_on:
            self.known[f"{outputs}base_url"] = BASE_URL
        return self.host.pages_on

    def upload_pages_artifact(self, given: Mapping[str, str], _: str) -> bool:
        artifact = self.host.scratch / "artifact"
        shutil.rmtree(artifact, ignore_errors=True)
        hidden = None if given.get("include-hidden-files") == "True" else shutil.ignore_patterns(".*")
        shutil.copytree(self.workspace / given["path"], artifact, ignore=hidden)
        return True

    def deploy_pages(self, _: Mapping[str, str], outputs: str) -> bool:
        assert self.job["permissions"] == {"pages": "write", "id-token": "write"}
        shutil.rmtree(self.host.www, ignore_errors=True)
        shutil.copytree(self.host.scratch / "artifact", self.host.www)
        self.known[f"{outputs}page_url"] = f"{BASE_URL}/"
        return self.host.pages_on

    def fill(self, value: object) -> str:
        """A value with its ``${{ … }}`` filled in."""
        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: str(self.known.get(match[1], "")), str(value))

    def holds(self, condition: str | None) -> bool:
        """A condition of names, texts, ``==``, ``!=``, ``!`` and ``&&``."""
        return condition is None or all(self.term(part.strip()) for part in condition.split("&&"))

    def term(self, text: str) -> bool:
        compared = re.fullmatch(r"([\w.-]+) (==|!=) '([^']*)'", text)
        if compared:
            return (str(self.known.get(compared[1], "")) == compared[3]) == (compared[2] == "==")
        negated = re.fullmatch(r"!([\w.-]+)", text)
        assert negated, f"this stand-in doesn't know: {text}"
        return not self.known.get(negated[1])


def clean_environment(programs: Path, home: Path, wheels: Path) -> dict[str, str]:
    """The environment of a fresh machine on which Python's programs are in ``programs``."""
    hidden = re.compile(r"PYTHONPATH|VIRTUAL_ENV|SOURCE_DATE_EPOCH|(GIT|GITHUB)_.*")
    kept = {name: value for name, value in os.environ.items() if not hidden.fullmatch(name)}
    links = f"{kept.get('PIP_FIND_LINKS', '')} {wheels}".strip()
    return {
        **kept,
        "PATH": f"{programs}{os.pathsep}{kept['PATH']}",
        "HOME": str(home),
        "PIP_FIND_LINKS": links,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
