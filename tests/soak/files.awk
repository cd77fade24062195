# The files of a soak: NUMBER.csv for each import of the plan, and beside it NUMBER.given, a line a row: ID VERSION.
# Six of ten rows are new cases, two are changed since an earlier file, two are as an earlier file has them. What a row
# says hangs on its id and version alone, so that whoever knows those two knows the row.
# usage: awk -v seed=S -v rows=N -v folder=DIR -f files.awk plan

function draw(below)
{
    seed = seed * 16807 % 2147483647
    return seed % below
}

# Of an id and a version, without a state of its own.
function hash(id, version)
{
    return (id * 7919 + version * 104729 + id * version % 977) % 1000
}

# Civil date from seconds (days of the era method), since not every awk has strftime.
function stamp(at,    days, rest, era, doe, yoe, doy, mp, day, month, year)
{
    days = int(at / 86400)
    rest = at - days * 86400
    days += 719468
    era = int(days / 146097)
    doe = days - era * 146097
    yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
    doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100))
    mp = int((5 * doy + 2) / 153)
    day = doy - int((153 * mp + 2) / 5) + 1
    month = mp < 10 ? mp + 3 : mp - 9
    year = yoe + era * 400 + (month <= 2)
    return sprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", year, month, day, int(rest / 3600), int(rest % 3600 / 60), rest % 60)
}

function row(id, version,    kind, priority, closed, opened)
{
    kind = hash(id, 0) % 10 == 0 ? "complaint" : "repair"
    priority = 2 + hash(id, version > 1 ? 2 : 0) % 3
    opened = born[id] - hash(id, 0) * 9
    closed = hash(id, 1) % 10 < 5 || version > 2
    return sprintf("C%07d,%s,%d,%s,P%d,业主%d,138%08d,门关不严 %d,\"第 %d 次\n%s\",%s,%s", id, kind, priority,
        closed ? "closed" : "received", id % 8 + 1, id, id, version, version, id % 7 ? "门缝" : "a, \"\"b\"\"",
        stamp(opened), closed ? stamp(opened + 600) : "")
}

function put(id, version)
{
    if (taken[id] == file)
        return
    taken[id] = file
    print row(id, version) >csv
    print id, version >given
}

BEGIN {
    seed = seed % 2147483646 + 1
}

$2 == "import" {
    file = $3
    csv = folder "/" file ".csv"
    given = folder "/" file ".given"
    print "external_id,kind,priority,state,project,reporter,phone,subject,body,occurred_at,closed_at" >csv
    known = count
    for (i = 0; i < rows; i++) {
        which = draw(10)
        if (which < 6 || known == 0) {
            id = ++count
            born[id] = $4
            last[id] = 1
            put(id, 1)
        } else {
            id = draw(known) + 1
            if (which < 8)
                last[id]++
            put(id, last[id])
        }
    }
    close(csv)
    close(given)
}
