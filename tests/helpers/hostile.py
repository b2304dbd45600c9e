"""What a stranger may write into a scenario to make a page act, and a scenario full of it."""

import json

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><style>*{display:none}</style>",
    "</title><script>alert(1)</script>",
    "</pre></details><img src=x onerror=alert(1)>",
    "</text></svg><iframe src=http://e/>",
    "</table><form action=//e/><input name=x>",
    "</caption><caption>",
    "--><!-- x",
    "<!--",
    "]]>",
    "<![CDATA[x]]>",
    "<?php x ?>",
    "<!DOCTYPE html>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "` onload=alert(1) `",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "&#x3c;img src=x&#x3e;",
    "&amp;amp;",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "url(http://e/)",
    "@import 'http://e/';",
    "expression(alert(1))",
    "<base href=http://e/>",
    "<meta http-equiv=refresh content=0;url=//e/>",
    "<link rel=stylesheet href=//e/>",
    "<object data=//e/>",
    "<embed src=//e/>",
    "<a href=javascript:alert(1)>x</a>",
    "<math><mi xlink:href=//e/>",
    "<template><script>x</script></template>",
    "<details open ontoggle=alert(1)>",
    "{{7*7}}${7*7}<%=7*7%>",
    "<td onclick=x>",
    "\\u003cscript\\u003e \\x3cb",
    "\ufffe\uffff<b>",
)
"""What a stranger may write as a title, a name or a comment."""


def scenario(payload: str) -> str:
    """A chain of two vehicles with a text in every field that takes one."""
    quoted = json.dumps(payload)
    purchase = (
        "  - {{vehicle: {0}, price: 20000, msrp: 21000, fees: {{{0}: 100}}, products: {{{1}: 200}}, "
        "tax: {{rate: 5%, taxes: [{0}]}}, loan: {{apr: 9%, months: 12}}, keep: 2 months, "
        "private_sale: {{price: 105%}}}}\n"
    )
    lines = purchase.format(quoted, json.dumps(f"{payload}!"))
    comment = "".join(c for c in payload if c.isprintable())
    return f"# {comment}\ntitle: {quoted}\nabout: {quoted}\npurchases:\n{lines}{lines}"
