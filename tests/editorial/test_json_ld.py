"""What machines are told of a page: nothing that is not so, in schema.org's own terms."""

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import pytest

from editorial.references.bibtex import Entry
from editorial.site.json_ld import page_data
from guides import ROOT, Guide, png

pytestmark = pytest.mark.slow

ARTICLE = Entry("doe", "article", {"title": "{HER2} \\& cells", "doi": "https://doi.org/10.1/x"}, 1, {})


def data(**changes: object):
    facts: dict[str, object] = {
        "address": "a.html",
        "name": "A",
        "description": "About A.",
        "language": "en",
        "license_url": "https://e.org/by",
        "revised": date(2026, 11, 23),
        "reviewed_on": None,
        "reviewed_by": None,
        "page_type": "MedicalWebPage",
        "subject_type": "MedicalCondition",
        "audience_type": "Patient",
        "about": "Ill",
        "original": None,
        "translations": ["es/a.html"],
        "trail": [("Home", "index.html"), ("A", "a.html")],
        "sources": [ARTICLE],
    }
    return page_data(**(facts | changes))


def test_a_page_without_a_review_claims_none():
    assert not {"lastReviewed", "reviewedBy"} & set(data())


def test_a_review_is_named_with_its_day_and_its_reviewer():
    node = data(reviewed_on=date(2026, 11, 24), reviewed_by="A. Person")
    assert (node["lastReviewed"], node["reviewedBy"]["name"]) == ("2026-11-24", "A. Person")


LIST = {"@type": "WebPageElement", "@id": "a.html#references"}


@pytest.mark.parametrize(
    ("kind", "fields", "named"),
    [
        (
            "article",
            {"doi": "https://doi.org/10.1/x", "url": "https://e.org/a"},
            [{"@type": "ScholarlyArticle", "url": "https://doi.org/10.1/x"}, LIST],
        ),
        ("online", {"url": "https://e.org/a"}, [LIST]),
        ("article", {}, [LIST]),
    ],
)
def test_an_article_is_named_by_its_doi_and_every_source_by_the_list(
    kind: str, fields: dict[str, str], named: list[dict[str, str]]
):
    entry = Entry("doe", kind, {"title": "{HER2} \\& cells", **fields}, 1, {})
    assert data(sources=[entry])["citation"] == named


def test_a_page_without_sources_is_no_medical_page():
    node = data(sources=[])
    assert node["@type"] == "WebPage"
    assert not {"about", "audience", "citation"} & set(node)


def test_a_translation_leads_to_its_original_and_the_original_to_its_translations():
    assert data()["workTranslation"] == [{"@type": "WebPage", "@id": "es/a.html"}]
    node = data(original="../a.html", translations=[])
    assert node["translationOfWork"] == {"@type": "WebPage", "@id": "../a.html"}
    assert "workTranslation" not in node


def written(html: str):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])


@pytest.fixture(scope="module")
def nodes(site: Path):
    pages = [path for path in site.rglob("*.html") if path.name != "404.html" and "en-es" not in path.parts]
    return {path.relative_to(site).as_posix(): written(path.read_text(encoding="utf-8")) for path in pages}


def test_every_page_of_the_guide_says_what_it_is_and_claims_no_review(nodes):
    assert len(nodes) == len(list((ROOT / "docs").glob("[a-z]*/**/*.md")))
    assert {node["inLanguage"] for path, node in nodes.items() if path.startswith("es/")} == {"es"}
    assert not any("lastReviewed" in node for node in nodes.values())


def typescript(tmp_path: Path, nodes) -> str:
    """Check nodes against schema.org's definitions, as schema-dts has them in TypeScript; return what is wrong."""
    lines = ['import type { MedicalWebPage, WebPage, WithContext } from "schema-dts";']
    for number, node in enumerate(nodes):
        text = json.dumps(node)
        lines.append(f"export const page{number}: WithContext<{node['@type']}> = {text};")
    (tmp_path / "pages.ts").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(ROOT / "tests/node_modules")
    compiler = ROOT / "tests/node_modules/typescript/bin/tsc"
    options = [
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--moduleResolution",
        "bundler",
        "--module",
        "esnext",
    ]
    ran = subprocess.run(
        ["node", str(compiler), *options, "pages.ts"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout


def test_every_page_keeps_to_the_definitions_of_schema_org_and_a_term_that_it_does_not_know_is_found(
    nodes, tmp_path: Path
):
    right = [*nodes.values(), data(reviewed_on=date(2026, 11, 24), reviewed_by="A")]
    said = typescript(tmp_path, [*right, data() | {"inLanguag": "en"}])
    # The first line is the import, and the wrong one is the last.
    assert {int(line) for line in re.findall(r"^pages\.ts\((\d+),", said, re.MULTILINE)} == {len(right) + 2}
    assert "inLanguag" in said


def test_with_an_address_what_is_shared_and_robots_name_it_in_full(guide: Guide):
    config = (guide.folder / "mkdocs.yml").read_text(encoding="utf-8")
    guide.write("mkdocs.yml", config.replace('site_url: !ENV [SITE_URL, ""]', "site_url: https://e.org/g/"))
    (guide.folder / "overrides/assets/card-es.png").write_bytes(png())
    assert guide.build() == []
    html = guide.html("es/about.html")
    assert '<link rel="canonical" href="https://e.org/g/es/about.html">' in html
    assert 'property="og:image" content="https://e.org/g/assets/card-es.png"' in html
    assert (guide.folder / "site/assets/card-es.png").exists()
    assert written(html)["translationOfWork"]["@id"] == "https://e.org/g/about.html"
    assert guide.html("robots.txt").endswith("Sitemap: https://e.org/g/sitemap.xml\n")
    assert "- [About](https://e.org/g/about.html): A page." in guide.html("llms.txt")


def test_without_an_address_no_page_names_one(guide: Guide):
    assert guide.build() == []
    html = guide.html("es/about.html")
    assert "og:image" not in html
    assert "canonical" not in html
    assert written(html)["translationOfWork"]["@id"] == "../about.html"
    assert guide.html("robots.txt") == "User-agent: *\nAllow: /\n"


def test_a_guide_without_a_card_names_none(guide: Guide):
    config = (guide.folder / "mkdocs.yml").read_text(encoding="utf-8")
    guide.write("mkdocs.yml", config.replace('site_url: !ENV [SITE_URL, ""]', "site_url: https://e.org/g/"))
    (guide.folder / "overrides/assets/card-es.png").unlink(missing_ok=True)
    assert guide.build() == []
    html = guide.html("es/about.html")
    assert 'property="og:url" content="https://e.org/g/es/about.html"' in html
    assert "og:image" not in html
