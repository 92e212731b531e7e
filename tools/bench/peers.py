"""The bare engine, beside which the parts are measured: MkDocs, Material, static-i18n, nothing of ours."""


def bare(*plugins: str, extensions: str = "attr_list") -> str:
    """Return a mkdocs.yml for two languages, with further plug-ins, one line each."""
    lines = [
        "site_name: Bench",
        "use_directory_urls: false",
        "theme: {name: material, font: false}",
        f"markdown_extensions: [{extensions}]",
        "plugins:",
        *(f"  - {plugin}" for plugin in plugins),
        "  - i18n:",
        "      docs_structure: folder",
        "      fallback_to_default: false",
        "      languages:",
        "        - {locale: en, name: English, default: true, build: true}",
        "        - {locale: es, name: Español, build: true}",
    ]
    return "\n".join(lines) + "\n"


#: The search that Material brings.
SEARCH = "search: {lang: [en, es]}"
