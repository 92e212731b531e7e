"""Give each page the addresses at which its readers can change its text or report a problem with it."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from editorial.contributing import edit_address, report_address
from editorial.problems import from_root
from editorial.states import PageState


def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    """Give templates ``edit_address`` and ``report_address``, empty where no repository is set."""
    settings = config.extra["editorial"]
    repository = settings["repository"] or ""
    states: dict[str, PageState] = config.extra["states"]
    path = from_root(page.file.abs_src_path, config.config_file_path)
    state = states[path]
    fields = {
        "title": f"{state.title}: ",
        "page": path,
        "language": state.source.language,
        "revised": str(state.front.last_revised or ""),
    }
    context["edit_address"] = edit_address(repository, settings["edit"], path)  # type: ignore[typeddict-unknown-key]
    context["report_address"] = report_address(  # type: ignore[typeddict-unknown-key]
        repository, settings["report"], fields
    )
