"""What was seen in a sentence, and what of it comes together."""

from __future__ import annotations

from dataclasses import dataclass, field

_CLAIMS = (
    "praise",
    "quality",
    "identity",
    "universal",
    "promise",
    "hype",
    "vanity",
    "prestige",
    "feeling",
    "superlative",
    "comparison",
    "myth",
    "idiom",
    "boast",
    "reaction",
    "rivals",
)
"""Features that weigh more in a sentence about oneself, and in one with little to look up."""


@dataclass(slots=True)
class Traits:
    """What was seen in a sentence: the features by name, and the words behind them."""

    values: dict[str, float] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)

    def set(self, name: str, value: float | bool) -> None:
        """Note a feature that isn't nought."""
        if value:
            self.values[name] = float(value)


def cross(traits: Traits) -> None:
    """Note what of the traits comes together: praise of oneself with nothing to look up, a past with a fact, and so on."""
    have = traits.values
    get = have.get
    fact = get("specific", 0) + get("names", 0) + 2 * get("numbers", 0) + 2 * get("code", 0) + get("fact", 0)
    have["facts"] = min(fact, 8)
    bare = fact == 0
    thin = fact <= 1
    traits.set("bare", bare)
    traits.set("thin", thin)
    own = bool(get("me") or get("we") or get("fragment"))
    soft = get("praise", 0) + get("quality", 0) + get("identity", 0) + get("idiom", 0)
    traits.set("soft", min(soft, 5))
    traits.set("own thin", own and thin)
    traits.set("own bare", own and bare)
    for name in _CLAIMS if own or thin else ():
        if name in have:
            traits.set(f"own {name}", own)
            traits.set(f"thin {name}", thin)
    traits.set("me soft", bool(get("me")) and soft > 0)
    traits.set("fragment soft", bool(get("fragment")) and soft > 0)
    traits.set("fragment softer", bool(get("fragment")) and soft > 1)
    traits.set("third soft", bool(get("third")) and soft > 0)
    traits.set("third myth", bool(get("third") or get("full name")) and get("myth", 0) > 1)
    traits.set("third universal", bool(get("third") or get("full name")) and "universal" in have)
    traits.set("past idiom", "past" in have and "idiom" in have)
    traits.set("idioms", get("idiom", 0) > 1)
    addressed = "you" in have and "me" not in have and "we" not in have
    traits.set("you alone", addressed)
    traits.set("you alone soft", addressed and soft > 0)
    traits.set("you alone thin", addressed and thin)
    traits.set("thing soft", bool(get("thing is")) and soft > 0)
    traits.set("past fact", "past" in have and not thin)
    traits.set("soft facts", soft > 0 and fact >= 4)
    traits.set("own facts", own and fact >= 4)
    traits.set("trade soft", "trade" in have and soft > 0)
    traits.set("trade fragment soft", "trade" in have and soft > 0 and "fragment" in have)
    traits.set("thing and soft", "thing" in have and soft > 0)
    traits.set("thing without me", "thing" in have and "me" not in have and "we" not in have)
    traits.set("we soft", "we" in have and soft > 0)
    traits.set("we softer", "we" in have and soft > 1)
    traits.set("we past", "we" in have and "past" in have)
    traits.set("me past", "me" in have and "past" in have)
    traits.set("we you", "we" in have and "you" in have)
    plain = own and "past" not in have and "numbers" not in have and "question" not in have
    traits.set("own present", plain)
    traits.set("own present thin", plain and thin)
    traits.set("own present without modesty", plain and "modest" not in have)
    traits.set("own modest", own and "modest" in have)
    traits.set("own others", own and "others" in have)
    traits.set("me universal thin", "me" in have and "universal" in have and thin)
    traits.set("modest past", "modest" in have and "past" in have)
    traits.set("long thin", thin and have.get("length", 0) > 4)
