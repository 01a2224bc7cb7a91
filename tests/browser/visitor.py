"""A person in front of the browser, whose clicks are counted.

A click is a press of the pointer, or Enter or Space that activates something; typing and Tab are
not (ux 15). The counting lies here and not in the page, so that it works without script too.
"""

from __future__ import annotations

from playwright.sync_api import Error, Locator, Page, Response, expect

from nk_avtal.demo.accounts import DOMAIN, PASSWORD

ACTIVATING = frozenset({"Enter", "Space"})
CLERK = "kommun-2581"
"""The clerk in Piteå."""

FOCUS_SHOWS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return false;
    const looks = (of) => { const s = getComputedStyle(of); return [s.outlineStyle, s.outlineWidth,
        s.boxShadow, s.borderColor, s.backgroundColor, s.textDecoration].join(); };
    const holder = one.closest("label") || one;
    const focused = looks(one) + looks(holder);
    one.blur();
    const plain = looks(one) + looks(holder);
    one.focus({focusVisible: true});
    return focused !== plain;
}"""


class Visitor:
    """Acts as a person does: by the names that things have on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.keys = 0

    def sign_in(self, name: str = CLERK) -> None:
        """Log in as one of the demonstration's people. Not counted: scenarios begin after it."""
        self.page.goto("/logga-in")
        self.page.get_by_label("E-postadress").fill(f"{name}@{DOMAIN}")
        self.page.get_by_label("Lösenord").fill(PASSWORD)
        self.page.get_by_label("Lösenord").press("Enter")
        self.page.wait_for_url("**/")

    def opens(self, address: str) -> Response | None:
        """Go to an address; the answer if it is a page, and nothing if it is a file."""
        try:
            answer = self.page.goto(address)
        except Error as reason:
            if "Download is starting" in reason.message:
                return None
            raise
        is_page = answer and answer.headers.get("content-type", "").startswith("text/html")
        return answer if is_page else None

    def click(self, what: Locator) -> None:
        """Press the pointer on something."""
        self.clicks += 1
        what.click()

    def link(self, name: str) -> None:
        """Follow the first link with this name."""
        self.click(self.main.get_by_role("link", name=name).first)

    def button(self, name: str, exact: bool = True) -> None:
        """Press the button with this name that can be seen."""
        wanted = self.main.get_by_role("button", name=name, exact=exact)
        self.click(wanted.filter(visible=True).last)

    def choose(self, name: str) -> None:
        """Mark the choice with this name."""
        self.click(self.main.locator("label").filter(has=self.page.get_by_text(name, exact=True)))

    def type(self, field: str, text: str) -> None:
        """Write in a field, as one does after having come there with Tab."""
        self.page.get_by_label(field, exact=True).fill(text)

    def key(self, name: str, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            self.keys += 1
            self.clicks += name in ACTIVATING
            self.page.keyboard.press(name)

    def tab_to(self, name: str, limit: int = 45) -> None:
        """Press Tab until focus is on what has this name; focus shows on every stop."""
        for _ in range(limit):
            self.key("Tab")
            assert self.page.evaluate(FOCUS_SHOWS), self.focused
            if self.focused.startswith(name):
                return
        raise AssertionError(f"{name} is not within {limit} presses of Tab")

    @property
    def focused(self) -> str:
        """The name, or else the text, of what has focus."""
        return str(
            self.page.evaluate(
                """() => { const one = document.activeElement;
                return (one.getAttribute("aria-label") || (one.labels && one.labels[0]
                    && one.labels[0].innerText) || one.innerText || one.id).trim(); }"""
            )
        )

    @property
    def main(self) -> Locator:
        """The page's own content, beside header and footer."""
        return self.page.get_by_role("main")

    def sees(self, *words: str) -> None:
        """The page says these words, as soon as it has come."""
        for each in words:
            expect(self.main).to_contain_text(each)
