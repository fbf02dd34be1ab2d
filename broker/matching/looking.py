"""What is said when nobody suits: what kind of firm to look for, and who was kept out by what."""

from models.vocabulary import Kind, Theme


def look_for(kinds: tuple[Kind, ...], whats: tuple[str, ...], sectors: tuple[str, ...], theme: Theme | None) -> str:
    """What kind of firm to look for when nobody suits, in one or two sentences."""
    if whats:
        could = f"{', '.join(whats[:-1])} or {whats[-1]}" if len(whats) > 1 else whats[0]
        sentence = f"Nobody here suits yet. Look for a firm that could {could}."
    elif kinds:
        sentence = f"Nobody here suits yet. Look for a firm that can offer this: {kinds[0].label.lower()}."
    elif theme is not None:
        sentence = f"Nobody here suits yet. Look for a firm that cares about {theme.label.lower()}."
    else:
        sentence = "Nobody here suits yet. Say more about what would help, and we will look again."
    if sectors:
        sentence += f" Firms to ask: {'; '.join(sectors)}."
    return sentence


MORE_NEEDED = "This request needs more information: say what would help, in a sentence or two."


def kept_out(code: str, count: int) -> str:
    """Why a draft need does not reach some businesses."""
    firms = "1 firm" if count == 1 else f"{count} firms"
    return {
        "reach": f"{firms} will not travel that far.",
        "children": f"{firms} said no to work with children or adults at risk.",
        "only_these": f"{firms} want to give only other kinds of help.",
        "capacity": f"{firms} have as many proposals as they can take for now.",
        "dates": f"{firms} are free only on other dates.",
        "business_not_live": f"{firms} are not taking part at the moment.",
        "need_not_live": "The request is not open yet.",
    }.get(code, f"{firms} have been ruled out.")
