"""A round on the screen of a terminal.

Textual and not rich.live: keys, scrolling, a window that changes its size, links, and
tests that press keys come with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.syntax import Syntax
from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from typing_extensions import override

from tfprep.practice.answer import Outcome
from tfprep.practice.exercises import Assignment
from tfprep.practice.terminal.exercise_file import brief_of
from tfprep.practice.terminal.rounds import Result, Round, State
from tfprep.practice.terminal.words import listed, tell, where

_STYLES = {
    Outcome.CORRECT: "bold green",
    Outcome.INCORRECT: "bold yellow",
    Outcome.NOT_ATTEMPTED: "bold",
    Outcome.COULD_NOT_RUN: "bold red",
}


class Question(ModalScreen[bool]):
    """Asks before something is done that can't be taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", "Yes"),
        Binding("n,escape,q", "dismiss(False)", "No"),
    ]

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    @override
    def compose(self) -> ComposeResult:
        yield Static(f"{self._words}\n\ny  yes    n  no", classes="box", markup=False)


class Choice(ModalScreen[int | None]):
    """The exercises of the round with their states, to choose one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,l,q", "dismiss(None)", "Close"),
    ]

    def __init__(self, lines: list[str], chosen: int) -> None:
        super().__init__()
        self._lines = lines
        self._chosen = chosen

    @override
    def compose(self) -> ComposeResult:
        yield Static("Arrows and Enter go to an exercise; Escape closes.", markup=False)
        options = OptionList(*(Option(Text(line)) for line in self._lines))
        options.highlighted = self._chosen
        yield options

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Close with the chosen exercise's place."""
        self.dismiss(event.option_index)


class PracticeApp(App[None]):
    """Where you are, what to do, what came of it; and a key for all that there is."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #where { background: $panel; padding: 0 1; text-style: bold; }
    #page { padding: 0 1; }
    #page Static { margin-bottom: 1; }
    #state { padding: 0 1; }
    #keys { background: $panel; padding: 0 1; }
    ModalScreen { align: center middle; }
    .box { border: round $foreground; padding: 1 2; max-width: 70; height: auto; }
    Choice { align: left top; }
    OptionList { height: 1fr; }
    OptionList:nocolor > .option-list--option-highlighted {
        text-style: bold underline;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "hint", "hint"),
        Binding("n", "next", "next"),
        Binding("b", "previous", "back"),
        Binding("l", "list", "list"),
        Binding("a", "again", "again"),
        Binding("s", "solution", "solution"),
        Binding("r", "reset", "reset"),
        Binding("R", "reset_all", "reset-all"),
        Binding("q", "quit", "quit"),
        Binding("ctrl+c", "quit", show=False, priority=True),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, round_: Round, *, poll: bool = False) -> None:
        # Without colors, shades of gray are none too many: only the terminal's own.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._round = round_
        self._poll = poll
        self._result: Result | None = None
        self._solution = ""

    @override
    def compose(self) -> ComposeResult:
        yield Static(id="where", markup=False)
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="brief", markup=False)
            yield Static(id="extra", markup=False)
            yield Static(id="outcome", markup=False)
            yield Static(id="said", markup=False)
        yield Static("Starting ...", id="state", markup=False)
        yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        """Begin the round; the program ends with it."""
        keys = [x for x in self.BINDINGS if isinstance(x, Binding) and x.show]
        self._show("keys", Text(" ".join(f"{x.key}:{x.description}" for x in keys)))
        self._go_through()

    @work(exit_on_error=True)
    async def _go_through(self) -> None:
        await self._round.run(self, poll=self._poll)

    def opened(self) -> None:
        """Show where somebody is, and what to do."""
        self._solution = ""
        current = self._round.current
        state = self._round.state_of(current)
        title = current.exercise.title + (f" ({state})" if state != State.NEW else "")
        file = self._round.folder.file_of(current)
        link = Text("File: ").append(str(file), f"link {file.as_uri()}")
        self._show(
            "brief", Text(title, "bold"), Markdown(brief_of(current)), Text(), link
        )
        self._show("said")
        self._show_where()
        self._show_extra()
        if self._result and self._result.verdict.outcome is not Outcome.CORRECT:
            self._result = None
            self._show("outcome")

    def lesson_is(self, words: str) -> None:
        """Show the state of the lesson."""
        self._show("state", Text(words))

    def judged(self, result: Result) -> None:
        """Show a result; the outcome first, whatever the code printed."""
        self._result = result
        told = tell(result, self._round.folder.origin)
        parts = [
            Text(told.outcome, _STYLES[result.verdict.outcome]),
            Text(told.words) if told.words else None,
            Text(told.error) if told.error else None,
            Text(told.help) if told.help else None,
            Text(f"Your code printed:\n{told.printed}") if told.printed else None,
            *map(Text, told.figures[:1]),
            *(Text(x.name, f"link {x.as_uri()}") for x in result.figures),
        ]
        self._show("outcome", *(part for part in parts if part is not None))
        self._show("said")
        self._show_where()
        self._uncover("outcome")

    def said(self, words: str) -> None:
        """Show it below the rest."""
        self._show("said", Text(words))
        self._uncover("said")

    def finished(self) -> None:
        """Show that nothing is left to do."""
        self.said("All exercises are done. l lists them, q quits.")
        self._show_where()

    def action_hint(self) -> None:
        """Show one more hint."""
        if not self._round.hint():
            self.said("There are no more hints.")
        self._show_extra()
        self._uncover("extra")

    def action_next(self) -> None:
        """Go to the next exercise."""
        self._forget()
        self._round.next()

    def action_previous(self) -> None:
        """Go to the exercise before."""
        self._forget()
        self._round.back()

    def action_again(self) -> None:
        """Check the file as it stands."""
        self._round.again()

    def action_list(self) -> None:
        """Choose an exercise."""

        def go(place: int | None) -> None:
            if place is not None:
                self._forget()
                self._round.go(self._round.assignments[place])

        place = max(self._round.number - 1, 0)
        self.push_screen(Choice(listed(self._round), place), go)

    def action_solution(self) -> None:
        """Show the solution, after a question if the exercise isn't solved."""

        def show() -> None:
            self._solution = self._round.solution()
            self._show_extra()
            self._uncover("extra")

        if self._round.state_of(self._round.current) is State.DONE:
            show()
        else:
            self._ask(
                "Show the solution? You haven't solved this; that you saw it is noted.",
                show,
            )

    def action_reset(self) -> None:
        """Begin this exercise anew."""
        self._reset_after_question((self._round.current,), "this exercise")

    def action_reset_all(self) -> None:
        """Begin all exercises anew."""
        every = self._round.assignments
        self._reset_after_question(every, f"all {len(every)} exercises")

    def action_scroll(self, lines: int) -> None:
        """Scroll what doesn't fit on the screen."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)

    def _reset_after_question(self, chosen: Sequence[Assignment], what: str) -> None:
        def reset() -> None:
            self._forget()
            self._round.reset(chosen)

        self._ask(f"Begin {what} anew? The text of your files is kept.", reset)

    def _ask(self, words: str, then: Callable[[], None]) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                then()

        self.push_screen(Question(words), answered)

    def _forget(self) -> None:
        self._result = None
        self._show("outcome")

    def _show_where(self) -> None:
        self._show("where", Text(where(self._round)))

    def _show_extra(self) -> None:
        of = len(self._round.current.exercise.hints)
        parts: list[RenderableType] = [
            Markdown(f"Hint {number} of {of}: {hint}")
            for number, hint in enumerate(self._round.hints, 1)
        ]
        if self._solution:
            theme = "ansi_light" if self.no_color else "ansi_dark"
            parts += [
                Text("The solution:"),
                Syntax(self._solution, "python", theme=theme, word_wrap=True),
            ]
        self._show("extra", *parts)

    def _show(self, name: str, *parts: RenderableType) -> None:
        """Fill a part of the screen; one without content takes no room."""
        part = self.query_one(f"#{name}", Static)
        part.display = bool(parts)
        part.update(Group(*parts))

    def _uncover(self, name: str) -> None:
        """Scroll so that the beginning of a part is on the screen."""
        part = self.query_one(f"#{name}")
        self.call_after_refresh(
            self.query_one("#page").scroll_to_widget, part, animate=False, top=True
        )
