"""Links to other sites, tried politely: few at a time, one after another at each host, remembered for a while."""

from __future__ import annotations

import datetime as dt
import ipaddress
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

from knowbrand.check.asking import NO_NETWORK, NO_SUCH_NAME, Answer, Asker, has_address
from knowbrand.check.pages import OutsideLink
from knowbrand.check.remembering import Memory
from knowbrand.problems import Problem, info, warning

_UNTOLD = "the site may be fine: look yourself once"


@dataclass(frozen=True, slots=True)
class Manners:
    """How links are tried. ``local`` allows addresses on this machine and its network; times are in seconds. After
    ``patience`` without any answer the rest is given up. ``sleep`` waits."""

    timeout: float = 15.0
    pause: float = 1.0
    together: int = 8
    per_host: int = 2
    longest_wait: float = 30.0
    patience: float = 120.0
    local: bool = False
    sleep: Callable[[float], None] = time.sleep


def check_external(
    links: Sequence[OutsideLink], memory: Memory, now: dt.datetime, manners: Manners | None = None
) -> list[Problem]:
    """What is wrong with the ``links`` to other sites: a warning for each page that is gone, and what else may be of use.
    Nothing is an error: the other site decides.

    ``memory`` has what was found out lately, and gets what is found out at the moment ``now``.
    """
    manners = manners or Manners()
    addresses = list(dict.fromkeys(_bare(link.url) for link in links))
    refused = {url: reason for url in addresses if (reason := _refuse(url, manners))}
    known = {url: found for url in addresses if (found := memory.recall(url, now))}
    asked = _ask_all([url for url in addresses if url not in known and url not in refused], manners)
    if asked and not _has_network(asked, known):
        return [*_tell_all(links, known, refused), _tell_no_network(len(asked))]
    for url, answer in asked.items():
        memory.keep(url, answer, now)
    return _tell_all(links, known | asked, refused)


def _tell_all(
    links: Sequence[OutsideLink], answers: Mapping[str, Answer], refused: Mapping[str, str]
) -> list[Problem]:
    problems = []
    for link in links:
        url = _bare(link.url)
        if url in refused:
            problems.append(_tell_refused(link, refused[url]))
        elif url in answers:
            problem = _tell(link, answers[url])
            problems += [problem] if problem else []
    return problems


def _has_network(asked: Mapping[str, Answer], known: Mapping[str, Answer]) -> bool:
    """Whether names are looked up at all: without a network, many systems say of every name that there is no such host."""
    if any(answer not in (NO_SUCH_NAME, NO_NETWORK) for answer in asked.values()):
        return True
    good = {urlsplit(url).hostname or "" for url, answer in known.items() if answer.kind == "fine"}
    return any(has_address(host) for host in sorted(good)[:3])


def _ask_all(addresses: Sequence[str], manners: Manners) -> dict[str, Answer]:
    """The hosts side by side, at each as many queues as ``manners`` allow. What nobody answers in time stays unsaid: the
    threads are left to themselves then, and end with the command."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in addresses:
        by_host[urlsplit(url).netloc.lower()].append(url)
    queues: SimpleQueue[list[str]] = SimpleQueue()
    results: SimpleQueue[tuple[str, Answer] | Exception] = SimpleQueue()
    for urls in by_host.values():
        for start in range(min(manners.per_host, len(urls))):
            queues.put(urls[start :: manners.per_host])
    asker = Asker(manners.timeout, local=manners.local)
    for _ in range(manners.together):
        Thread(target=_work, args=(asker, queues, results, manners), daemon=True).start()
    answers: dict[str, Answer] = {}
    with suppress(Empty):
        while len(answers) < len(addresses):
            found = results.get(timeout=manners.patience)
            if isinstance(found, Exception):
                raise found
            answers[found[0]] = found[1]
    late = Answer("busy", "it didn't answer in time")
    answers = {url: answers.get(url, late) for url in addresses}
    return answers


def _work(
    asker: Asker,
    queues: SimpleQueue[list[str]],
    results: SimpleQueue[tuple[str, Answer] | Exception],
    manners: Manners,
) -> None:
    with suppress(Empty):
        while True:
            urls = queues.get_nowait()
            try:
                for found in _ask_in_turn(asker, urls, manners):
                    results.put(found)
            except Exception as defect:  # it is raised where somebody hears it
                results.put(defect)


def _ask_in_turn(asker: Asker, urls: Sequence[str], manners: Manners) -> Iterator[tuple[str, Answer]]:
    """The answers of one host. One that asks for patience gets it, or is left alone where that would take long."""
    for number, url in enumerate(urls):
        if number:
            manners.sleep(manners.pause)
        answer = asker.ask(url)
        if answer.retry_after is not None and answer.retry_after <= manners.longest_wait:
            manners.sleep(answer.retry_after)
            answer = asker.ask(url)
        yield url, answer
        if answer.retry_after is not None:
            for later in urls[number + 1 :]:
                yield later, Answer("busy", "its host asked for fewer requests")
            return


def _bare(url: str) -> str:
    """``url`` without user name, password and anchor, which nobody is sent."""
    parts = urlsplit(url.strip())
    scheme = parts.scheme or "https"
    return parts._replace(scheme=scheme, netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def _refuse(url: str, manners: Manners) -> str | None:
    """Why ``url`` isn't tried; None where it is."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "it is not an address"
    if not host:
        return "it names no host"
    if not manners.local and _is_local(host):
        return "only your own machine or network can reach it"
    return None


def _is_local(name: str) -> bool:
    host = name.rstrip(".")
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".home.arpa")):
        return True
    try:
        return not ipaddress.ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return "." not in host


def _tell_refused(link: OutsideLink, reason: str) -> Problem:
    message = f"the link to {_short(link.url)} wasn't tried: {reason}"
    return info("KB344", message, link.place, "link to something that every reader can reach")


def _tell(link: OutsideLink, answer: Answer) -> Problem | None:
    shown = _short(link.url)
    if answer.kind == "gone":
        hint = "link to where it went, or to a copy in an archive; or take the link out"
        return warning("KB342", f"the link to {shown} is broken: {answer.reason}", link.place, hint)
    if answer.kind == "moved":
        message = f"{shown} moved for good to {_short(answer.reason)}"
        return info("KB343", message, link.place, f"write {answer.reason}")
    if answer.kind in ("busy", "closed"):
        return info(
            "KB344", f"couldn't say whether the link to {shown} works: {answer.reason}", link.place, _UNTOLD
        )
    return None


def _tell_no_network(count: int) -> Problem:
    message = f"none of {count} links to other sites could be tried: no host's name could be looked up"
    return info("KB344", message, None, "is the network there? Try again then")


def _short(url: str) -> str:
    return url if len(url) <= 120 else f"{url[:119]}…"
