"""The screens' ports, fulfilled in memory."""

from dataclasses import dataclass, field

from tests.tui.fake_decomposition import FakeDecomposition
from tests.tui.fake_exercises import FakeExercises
from tests.tui.fake_files import FakeFiles
from tests.tui.fake_laboratory import FakeLaboratory
from workbench.ports.course import Architecture, Chapter, Item, Overview, Standing, Week
from workbench.ports.lessons import Lesson, Option, Question

TITLES = {
    "en": {
        "week-1": "Microservices",
        "week-2": "API management",
        "4.1": "Monolith or microservices",
        "4.2": "Discovery and communication",
        "4.3": "The API gateway",
        "boundaries": "Cut the shop and run it",
        "gateway-routes": "Routes that reach every service",
        "after": "At the end",
        "capstone": "Capstone: an e-commerce platform",
    },
    "ru": {
        "week-1": "Микросервисы",
        "week-2": "Управление API",
        "4.1": "Монолит или микросервисы",
        "4.2": "Обнаружение и взаимодействие",
        "4.3": "API-шлюз",
        "boundaries": "Разрежьте магазин и запустите",
        "gateway-routes": "Маршруты до каждого сервиса",
        "after": "В завершение",
        "capstone": "Итоговый проект: интернет-магазин",
    },
}

LESSON = """# {title}

{first}

## {second}
Text of the second section with `code` and **weight**.

```yaml
## not a heading
key: value
```

## {third}
{long}
"""


@dataclass
class FakeCourse:
    done: set[str] = field(default_factory=lambda: {"4.1"})
    next_id: str = "boundaries"

    def overview(self, language: str) -> Overview:
        words = TITLES[language]

        def item(item_id: str, kind: str, minutes: int, *, live: bool = False) -> Item:
            begun = Standing.BEGUN if item_id == "boundaries" else Standing.UNTOUCHED
            standing = Standing.DONE if item_id in self.done else begun
            return Item(item_id, kind, words[item_id], minutes, standing, live)

        one = Chapter(
            "4.1",
            words["4.1"],
            (item("4.1", "lesson", 25), item("boundaries", "exercise", 30, live=True)),
        )
        two = Chapter("4.2", words["4.2"], (item("4.2", "lesson", 30),))
        three = Chapter(
            "4.3",
            words["4.3"],
            (item("4.3", "lesson", 35), item("gateway-routes", "exercise", 20, live=True)),
        )
        end = Chapter("capstone", words["capstone"], (item("capstone", "lesson", 40),))
        return Overview(
            "my-shop",
            (
                Week("15–16", words["week-1"], (one, two)),
                Week("17", words["week-2"], (three,)),
                Week("", words["after"], (end,)),
            ),
            self.next_id,
        )

    def architecture(self, language: str) -> Architecture:
        if language == "ru":
            return Architecture(("11 сервисов", "сага с оркестратором"), ("нет маршрута /cart",))
        return Architecture(("11 services", "orchestrated saga"), ("nothing routes /cart",))

    def boundaries(self, language: str) -> str:
        return "границы: 80 баллов" if language == "ru" else "boundaries: 80 points"


@dataclass
class FakeLessons:
    read: set[str] = field(default_factory=set)
    answers: list[tuple[str, str, bool]] = field(default_factory=list)

    def lesson(self, lesson: str, language: str) -> Lesson:
        second, third = ("Второй", "Третий") if language == "ru" else ("Second", "Third")
        title = TITLES[language].get(lesson, lesson)
        text = LESSON.format(
            title=title,
            first="Первый абзац." if language == "ru" else "The first paragraph.",
            second=second,
            third=third,
            long="\n\n".join(f"Paragraph {n}." for n in range(40)),
        )
        quiz = (
            Question(
                "who-owns",
                "Who owns the stock table?",
                (
                    Option("Every service", right=False),
                    Option("The inventory service", right=True),
                ),
                why="One writer.",
            ),
            Question(
                "which-two",
                "Which two are network failures?",
                (
                    Option("A timeout", right=True),
                    Option("A wrong price", right=False),
                    Option("A refused connection", right=True),
                ),
            ),
        )
        return Lesson(
            lesson, title, 25, text, quiz, read=lesson in self.read, anchors={"third": 14}
        )

    def mark_read(self, lesson: str) -> None:
        self.read.add(lesson)

    def answered(self, lesson: str, question: str, *, right: bool) -> None:
        self.answers.append((lesson, question, right))


@dataclass
class FakeServices:
    course: FakeCourse = field(default_factory=FakeCourse)
    lessons: FakeLessons = field(default_factory=FakeLessons)
    exercises: FakeExercises = field(default_factory=FakeExercises)
    decomposition: FakeDecomposition = field(default_factory=FakeDecomposition)
    files: FakeFiles = field(default_factory=FakeFiles)
    laboratory: FakeLaboratory = field(default_factory=FakeLaboratory)
    remembered: str = ""

    def remember_language(self, language: str) -> None:
        self.remembered = language

    def sentence(self, error: BaseException, language: str) -> str:
        return f"{language}: {error}"
