# What a soak does, from a seed: a line a job in the order in which the workers take them.
#
#     NUMBER KIND PART NOW SIGNAL DELAY
#
# KIND is import, run, move, read, send, backup or recompute; PART counts the jobs of a kind from 1; NOW is the job's
# own present moment, STEP seconds after the last one's; SIGNAL (or -) meets it DELAY milliseconds after its start.
# usage: awk -v seed=S -v imports=N -v runs=N -v from=SECONDS -v step=SECONDS -v patience=MS -f plan.awk

# The generator of Park and Miller, so that every awk draws the same.
function draw(below)
{
    seed = seed * 16807 % 2147483647
    return seed % below
}

function add(kind, count,    i)
{
    for (i = 0; i < count; i++)
        jobs[total++] = kind
}

function strike(kind,    odds)
{
    odds = draw(100)
    if (kind == "read" || kind == "backup")
        return odds < 10 ? "KILL" : odds < 20 ? "STOP" : "-"
    return odds < 20 ? "KILL" : odds < 24 ? "INT" : odds < 28 ? "TERM" : odds < 32 ? "HUP" : odds < 40 ? "STOP" : "-"
}

BEGIN {
    seed = seed % 2147483646 + 1
    add("import", imports)
    add("run", runs)
    add("move", imports)
    add("read", int(imports / 2) + 1)
    add("send", int(imports / 4) + 1)
    add("backup", int(imports / 60) + 1)
    add("recompute", int(imports / 50) + 1)
    for (i = total - 1; i > 0; i--) {
        other = draw(i + 1)
        swap = jobs[i]
        jobs[i] = jobs[other]
        jobs[other] = swap
    }
    for (i = 0; i < total; i++) {
        delay = int(patience * draw(1000) / 1000 * draw(1000) / 1000)
        printf "%d %s %d %d %s %d\n", i + 1, jobs[i], ++part[jobs[i]], from + (i + 1) * step, strike(jobs[i]), delay
    }
}
