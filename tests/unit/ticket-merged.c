/* What a case gains by another that is merged into it: what the press and a court look at stays looked at. */
#include "case-kit.h"
#include "ticket/desk.h"

struct merge_case {
    const char *flags, *had, *want; /* of the case that ends, of the one that goes on, and then of it */
    const char *law, *law_had, *law_want;
};

/* Flags are joined, each once, in the order of their list; a legal hold is never lifted. */
static const struct merge_case merges[] = {
    { "", "", "", "", "", "" },
    { "media", "", "media", "", "", "" },
    { "", "media", "media", "", "", "" },
    { "media", "media", "media", "", "", "" },
    { "media;lawyer", "media", "media;lawyer", "", "", "" },
    { "injury", "media;lawyer", "media;lawyer;injury", "", "", "" },
    { "media;injury", "group;injury", "media;group;injury", "", "", "" },
    { "", "", "", "yes", "", "yes" },
    { "", "", "", "", "yes", "yes" },
    { "", "", "", "no", "yes", "yes" },
    { "", "", "", "yes", "no", "yes" },
    { "media", "", "media", "yes", "yes", "yes" },
};

static enum cs_status flag(int64_t id, const char *flags, const char *law)
{
    const char *set[8];
    size_t count = 0;
    char *list = cs_strdup(flags), *rest = list, *word;
    while ((word = strsep(&rest, ";")) && word[0])
        set[count++] = word;
    const struct cs_act act = { desk.now, "原因" };
    const struct cs_flagging how = { .set = set,
                                     .set_count = count,
                                     .legal_hold = law[0] ? law : NULL,
                                     .first_at = CS_NO_TIME,
                                     .until_at = CS_NO_TIME };
    enum cs_status status = CS_OK;
    if (count || law[0]) {
        CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
        status = cs_ticket_flag(desk.tickets, id, &how, &act, &kit.err);
        if (status == CS_OK)
            CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
        else
            cs_store_rollback(desk.store);
    }
    free(list);
    return status;
}

CS_TEST(gains, "flags and a legal hold of a merged case go on with the other one")
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < sizeof merges / sizeof *merges; i++) {
        const struct merge_case *m = &merges[i];
        int64_t ends = desk_add("kind=complaint|project=P1|subject=一");
        int64_t goes = desk_add("kind=complaint|project=P1|subject=二");
        if (strcmp(m->law, "no") == 0) /* only a hold that lies can be lifted */
            CHECK_INT(flag(ends, "", "yes"), CS_OK);
        if (strcmp(m->law_had, "no") == 0)
            CHECK_INT(flag(goes, "", "yes"), CS_OK);
        CHECK_THAT(flag(ends, m->flags, m->law) == CS_OK, "%s", kit.err.text);
        CHECK_THAT(flag(goes, m->had, m->law_had) == CS_OK, "%s", kit.err.text);
        MOVE(ends, "merge", .into = goes);
        CHECK_THAT(strcmp(field(goes, "coalesce(flags, '')"), m->want) == 0, "row %zu: %s, not %s", i,
                   field(goes, "coalesce(flags, '')"), m->want);
        CHECK_THAT(strcmp(field(goes, "CASE WHEN legal_hold = 'yes' THEN 'yes' ELSE '' END"), m->law_want) ==
                       0,
                   "row %zu: legal hold %s", i, field(goes, "legal_hold"));
        CHECK_TEXT(field(ends, "coalesce(flags, '')"), m->flags); /* its own stay as they are */
        /* what changed stands in the log of the case that goes on */
        bool changed = strcmp(m->want, m->had) != 0;
        CHECK_TEXT(ask(goes,
                       "SELECT CASE WHEN count(*) > 0 THEN 'yes' ELSE 'no' END FROM event WHERE ticket_id "
                       "= $1 AND field = 'flags' AND seq > (SELECT max(seq) FROM event WHERE ticket_id = $1 "
                       "AND verb = 'absorb')"),
                   changed ? "yes" : "no");
    }
}

CS_TEST(seen, "the case that goes on lists those that went on as it, through several merges")
{
    desk_whole("2026-03-02 09:00");
    int64_t ids[4];
    for (int i = 0; i < 4; i++)
        ids[i] = desk_add("kind=repair|project=P1|subject=渗水");
    MOVE(ids[0], "merge", .into = ids[1]);
    MOVE(ids[2], "merge", .into = ids[1]);
    CHECK_TEXT(room_view(desk.store, &cs_merged_view, "into ticket kind"),
               "|2|repair\n|4|repair\n2|1|repair\n2|3|repair\n");
    MOVE(ids[1], "merge", .into = ids[3]); /* what went on as it goes on with it */
    CHECK_TEXT(ask(0,
                   "SELECT group_concat(id || '>' || merged_into, ' ') FROM ticket WHERE merged_into IS NOT "
                   "NULL AND $1 = 0"),
               "1>4 2>4 3>4");
    CHECK_TEXT(field(ids[3], "coalesce(merged_into, '-')"), "-");
}

CS_TEST(strict, "a flag that comes with a merge chooses the stricter limits at once")
{
    desk_whole("2026-03-02 09:00");
    int64_t plain = desk_add("kind=complaint|project=P1|grade=ordinary|subject=一");
    int64_t press = desk_add("kind=complaint|project=P1|grade=ordinary|subject=二");
    int64_t alone = desk_add("kind=complaint|project=P1|grade=ordinary|subject=三");
    CHECK_INT(flag(press, "media", ""), CS_OK);
    CHECK_INT(flag(alone, "media", ""), CS_OK);
    MOVE(press, "merge", .into = plain);
    /* the clocks are those of a case that had the flag itself */
    static const char clocks[] =
        "SELECT group_concat(x, ' ') FROM (SELECT metric || '=' || coalesce(due_at, 0) AS x "
        "FROM clock WHERE ticket_id = $1 AND stopped_at IS NULL ORDER BY metric)";
    CHECK_TEXT(ask(plain, clocks), ask(alone, clocks));
}
