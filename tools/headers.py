"""Write the headers about safety, and the redirects of pages that moved, for common hosts into tools/deploy/."""

from pathlib import Path

from editorial.site.csp import headers_file, htaccess, nginx
from editorial.site.redirects import host_rules
from project import guide_of

DEPLOY = Path(__file__).parent / "deploy"

if __name__ == "__main__":
    (DEPLOY / "nginx").mkdir(parents=True, exist_ok=True)
    (DEPLOY / "_headers").write_text(headers_file(), encoding="utf-8")
    (DEPLOY / ".htaccess").write_text(htaccess(), encoding="utf-8")
    (DEPLOY / "nginx/headers.conf").write_text(nginx(), encoding="utf-8")
    for name, rules in host_rules(guide_of().moved).items():
        (DEPLOY / name).write_text(rules, encoding="utf-8")
