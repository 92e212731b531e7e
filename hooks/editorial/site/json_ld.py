"""What a page is, for machines that read: schema.org's terms as JSON-LD, in a script that runs nothing."""

import json
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from editorial.references.bibtex import Entry
from editorial.references.fields import bare_identifier

#: A node of JSON-LD.
Node = dict[str, object]


def page_data(
    *,
    address: str,
    name: str,
    description: str,
    language: str,
    license_url: str,
    revised: date | None,
    reviewed_on: date | None,
    reviewed_by: str | None,
    page_type: str,
    subject_type: str,
    audience_type: str,
    about: str,
    original: str | None,
    translations: Sequence[str],
    trail: Sequence[tuple[str, str]],
    sources: Sequence[Entry],
) -> Node:
    """Return what one page is.

    A page with sources is of the guide's own type and about its subject, any other is a WebPage. A review is
    named only if there was one.

    Args:
        address: the page's own address; relative ones are read from the page.
        name: the page's title.
        description: one sentence on it.
        language: its code.
        license_url: the license of its text.
        revised: the day of its last revision.
        reviewed_on: the day of its medical review, and
        reviewed_by: the reviewer.
        page_type: what schema.org calls a page with sources, such as MedicalWebPage.
        subject_type: what it calls the guide's subject, such as MedicalCondition.
        audience_type: what it calls the guide's readers, such as Patient; may be nothing.
        about: the name of the guide's subject; may be nothing.
        original: the address of the page that this one translates.
        translations: the addresses of its translations.
        trail: name and address of each page that leads to this one, from the front page on, itself included.
        sources: the entries that it cites.
    """
    cited = _cited(sources, address)
    node: Node = {
        "@context": "https://schema.org",
        "@type": page_type if cited else "WebPage",
        "@id": address,
        "name": name,
        "description": description,
        "inLanguage": language,
        "isAccessibleForFree": True,
        "license": license_url,
        "breadcrumb": {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": label, "item": link}
                for place, (label, link) in enumerate(trail, start=1)
            ],
        },
    }
    if revised:
        node["dateModified"] = revised.isoformat()
    if reviewed_on and reviewed_by:
        node |= {
            "lastReviewed": reviewed_on.isoformat(),
            "reviewedBy": {"@type": "Person", "name": reviewed_by},
        }
    if original:
        node["translationOfWork"] = {"@type": "WebPage", "@id": original}
    if translations:
        node["workTranslation"] = [{"@type": "WebPage", "@id": link} for link in translations]
    if cited:
        if about:
            node["about"] = {"@type": subject_type, "name": about}
        if audience_type:
            node["audience"] = {"@type": audience_type, "audienceType": audience_type}
        node["citation"] = cited
    return node


def as_script(node: Node) -> Markup:
    r"""Return a node as the text of a script element, in which ``<`` must not begin a tag.

    >>> as_script({"name": "a </script>"})
    Markup('{"name":"a \\u003c/script>"}')
    """
    return Markup(json.dumps(node, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))  # noqa: S704


def _cited(sources: Sequence[Entry], address: str) -> list[Node]:
    """Return the articles among a page's sources that have a DOI, then the page's list of all of them.

    What they are called stands in that list and, for programs, in the files beside the page: a phone loads it once.
    """
    articles = (entry for entry in sources if entry.kind == "article" and "doi" in entry.fields)
    dois = [bare_identifier("doi", entry.fields["doi"]) for entry in articles]
    named: list[Node] = [{"@type": "ScholarlyArticle", "url": f"https://doi.org/{doi}"} for doi in dois]
    return [*named, {"@type": "WebPageElement", "@id": f"{address}#references"}] if sources else []
