"""The figures as Markdown."""

_TITLES = {"bare": "rows only", "whole": "with keys, indexes and foreign keys"}


def markdown(workload):
    """One table: the figures of each contender, and how many times as long as each limit it takes."""
    contenders = workload["contenders"]
    limits = [name for name in ("COPY, one connection", "COPY, two connections") if name in contenders]
    columns = ["", "seconds", "least – most", *(f"× {name}" for name in limits), "client CPU", "server CPU", "memory"]
    lines = [
        f"### {workload['name']}, {_TITLES[workload['form']]}", "",
        "| " + " | ".join(columns) + " |", "|---" + "|---:" * (len(columns) - 1) + "|",
    ]
    for name, figures in contenders.items():
        ratios = [f"{figures['wall'] / contenders[limit]['wall']:.2f}" for limit in limits]
        cells = [
            name.replace("|", "\\|"), f"{figures['wall']:.2f}", f"{figures['wall_min']:.2f} – {figures['wall_max']:.2f}", *ratios,
            f"{figures['client_cpu']:.2f} s", f"{figures['server_cpu']:.2f} s", f"{figures['memory']:.0f} MB",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def page(result):
    """All tables, after a paragraph on what they were taken on."""
    machine = result["machine"]
    settings = ", ".join(f"`{name} = {value}`" for name, value in machine["settings"].items())
    return (
        f"Taken on {machine['cores']} cores ({machine['cpu']}) with {machine['memory_gib']} GiB, "
        f"PostgreSQL {machine['postgresql']} ({settings}), Linux {machine['system']}; "
        f"scale {result['scale']:g}, medians of {result['runs']} runs.\n\n"
        + "\n".join(markdown(workload) for workload in result["workloads"]))
