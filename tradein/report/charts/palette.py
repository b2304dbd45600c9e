"""The colors of charts and pages, light and dark, and the rules of style that use them."""

_VEHICLES = (
    ("#1f6fb2", "#62a8e5"),
    ("#d98a00", "#f0b040"),
    ("#12908e", "#46c2bf"),
    ("#8a4fa8", "#bd8fd8"),
    ("#8c5a3c", "#c9976f"),
    ("#4c5fd7", "#8f9cf5"),
    ("#7d7f1f", "#b9bb55"),
    ("#c2569a", "#e48cc3"),
)

COLORS = {
    "paper": ("#ffffff", "#15181c"),
    "ink": ("#1b1e22", "#eceff3"),
    "muted": ("#5b626b", "#a7afb9"),
    "grid": ("#e2e5e9", "#31373e"),
    "under": ("#b3261e", "#ff8a80"),
    "over": ("#2b7a4b", "#6fcf97"),
    "v0": ("#7d848d", "#9aa2ac"),
    **{f"v{number}": pair for number, pair in enumerate(_VEHICLES, start=1)},
}
"""The colors by name, light and dark; v1 and on are those of vehicles, v0 of what came before."""

_RULES = """\
.chart text{font:13px system-ui,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;fill:{ink}}
.chart.narrow text{font-size:12px}
.chart.narrow .title{font-size:16px}
.chart .muted{fill:{muted}}
.chart .small{font-size:11px}
.chart .title{font-size:17px;font-weight:700}
.chart .strong{font-weight:700}
.chart .red{fill:{under}}
.chart .green{fill:{over}}
.chart .halo{stroke:{paper};stroke-width:4px;stroke-linejoin:round;paint-order:stroke}
.chart .on{fill:{paper};font-size:11px;font-weight:700}
.chart .background{fill:{paper}}
.chart .grid{stroke:{grid};stroke-width:1}
.chart .zero{stroke:{ink};stroke-width:1}
.chart .trade{stroke:{muted};stroke-width:1;stroke-dasharray:2 3}
.chart .bracket{stroke:{under};stroke-width:1.5;fill:none}
.chart .owed{stroke:{ink};stroke-width:2.5;fill:none;stroke-linejoin:round}
.chart .line{stroke-width:2.5;fill:none;stroke-linejoin:round}
.chart .ink{stroke:{ink}}
.chart .dashed{stroke-dasharray:7 4}
.chart .dotted{stroke-dasharray:2 3}
.chart .under{fill:{under};fill-opacity:.22}
.chart .over{fill:{over};fill-opacity:.2}
.chart .wider{fill:{under}}
.chart .less{fill:{over}}
.chart .sum{fill:{ink}}
.chart .plain{fill:{muted}}
.chart .layer{stroke:{paper};stroke-width:.8}
.chart .dot{fill:{paper};stroke:{ink};stroke-width:2}
.chart .mark{stroke:{ink};stroke-width:1.5}
"""


def number(vehicle: int) -> int:
    """Give the number of the color of a vehicle; after the last color the first comes again."""
    return (vehicle - 1) % len(_VEHICLES) + 1 if vehicle else 0


def rules(colors: dict[str, str]) -> str:
    """Write the rules for charts with colors by name."""
    written = _RULES
    for vehicle in range(len(_VEHICLES) + 1):
        name = f"v{vehicle}"
        written += (
            f".chart .s{vehicle}{{stroke:{{{name}}}}}\n.chart .f{vehicle}{{fill:{{{name}}}}}\n"
        )
    for name, color in colors.items():
        written = written.replace(f"{{{name}}}", color)
    return written


def alone() -> str:
    """Write the style of a chart in a file of its own: light, and dark where that is wanted."""
    light, dark = ({name: pair[i] for name, pair in COLORS.items()} for i in (0, 1))
    colors = "".join(line + "\n" for line in rules(dark).splitlines() if "#" in line)
    return f"{rules(light)}@media (prefers-color-scheme:dark){{\n{colors}}}\n"


def variables(dark: bool) -> str:
    """Write the colors as CSS variables."""
    return ";".join(f"--{name}:{pair[dark]}" for name, pair in COLORS.items())


def by_variable() -> str:
    """Write the rules for charts in a page that sets the variables."""
    return rules({name: f"var(--{name})" for name in COLORS})
