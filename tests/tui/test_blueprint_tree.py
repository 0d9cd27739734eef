from tests.tui.fake_files import FILES
from workbench.ports.files import DraftFile, Fate
from workbench.tui.blueprint.tree import Tree, folder_of
from workbench.tui.ink import plain

TREE = Tree(FILES)


def shown(tree, width=40):
    return plain(row.text for row in tree.rows(width)).splitlines()


def test_files_at_the_top_come_before_folders_and_services_have_one_each():
    ids = [row.id for row in TREE.rows(40)]
    assert ids == [
        "file:compose.yaml",
        "folder:gateway",
        "folder:kubernetes",
        "folder:services/order",
    ]


def test_a_closed_folder_tells_how_many_files_have_which_fate():
    (kubernetes,) = [row for row in shown(TREE) if "kubernetes" in row]
    assert kubernetes.split() == ["▸", "kubernetes", "~1", "3"]


def test_an_open_folder_shows_its_files_under_their_folders():
    rows = shown(TREE.toggled("kubernetes"))
    at = next(n for n, row in enumerate(rows) if "kubernetes" in row)
    assert [row.strip() for row in rows[at + 1 : at + 5]] == [
        "README.md                          ·",
        "base/order/",
        "deployment.yaml                  ~",
        "service.yaml                     ·",
    ]
    assert shown(TREE.toggled("kubernetes").toggled("kubernetes")) == shown(TREE)


def test_the_folder_of_any_file_can_be_opened_for_it():
    for file in FILES:
        rows = TREE.showing(file.path).rows(40)
        assert f"file:{file.path}" in {row.id for row in rows}


def test_a_file_in_a_services_folder_belongs_to_that_service():
    assert folder_of("services/order/tests/test_app.py") == "services/order"
    assert folder_of("services/README.md") == "services"
    assert folder_of("compose.yaml") == ""


def test_a_side_is_forgotten_when_the_conflict_is_over():
    tree = TREE.taking("compose.yaml", "mine")
    assert tree.of(FILES).taken("mine") == ("compose.yaml",)
    assert tree.of([DraftFile("compose.yaml", Fate.MERGED)]).taken("mine") == ()


def test_every_row_fits_any_width():
    tree = TREE.showing("kubernetes/x").showing("services/order/x")
    for width in (12, 20, 80):
        assert {row.text.width for row in tree.rows(width)} == {width}
