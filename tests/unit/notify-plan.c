/* When a message goes: settings read and kept, quiet hours, digests by person and level, what is red. */
#include "notify/notify.h"
#include "outbox-kit.h"

static void set(const char *name, const char *value)
{
    CHECK_INT(cs_store_begin(kit.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_store_set(kit.store, name, value, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(kit.store, &kit.err), CS_OK);
}

static const struct cs_statement people[] = {
    { "INSERT INTO staff (id, code, name) VALUES (1, 'A', 'plain')", "", "" },
    { "INSERT INTO staff (id, code, name, quiet) VALUES (2, 'B', 'sleeper', '22:00-07:00')", "", "" },
    { "INSERT INTO staff (id, code, name, digest) VALUES (3, 'C', 'reader', '08:30;17:00')", "", "" },
    { "INSERT INTO staff (id, code, name, quiet, digest) VALUES (4, 'D', 'never', 'none', 'none')", "", "" },
};
static const struct cs_statements people_table = CS_STATEMENTS("plan_people", people);

static struct cs_notify_plan *begin(void)
{
    struct cs_notify_plan *plan = NULL;
    CHECK_THAT(cs_notify_plan_new(kit.store, kit.zone, &plan, &kit.err) == CS_OK, "%s", kit.err.text);
    return plan;
}

static int64_t moment(const char *text)
{
    int64_t utc = 0;
    CHECK_INT(cs_moment_parse(text, kit.zone, false, &utc, NULL), CS_OK);
    return utc;
}

/* "send_at", with "gathered" behind it where a digest takes it along. */
static const char *when(const struct cs_notify_plan *plan, int64_t staff, const char *level, bool urgent,
                        const char *now)
{
    static char answer[80];
    char text[CS_MOMENT_SIZE];
    struct cs_notify_message message = { .staff_id = staff, .created_at = moment(now) };
    cs_notify_plan_message(plan, level, urgent, &message);
    cs_moment_format_short(text, message.send_at, kit.zone);
    CHECK_INT(message.urgent, urgent);
    CHECK(!message.digest_at || message.digest_at == message.send_at);
    snprintf(answer, sizeof answer, "%s%s", text, message.digest_at ? " gathered" : "");
    return answer;
}

CS_TEST(spellings, "a setting is kept in one spelling, or refused in words")
{
    static const char *const good[][3] = {
        { "quiet", "22：00-7:00", "22:00-07:00" },
        { "quiet", "none", "none" },
        { "digest", "17:00,8:30", "08:30;17:00" },
        { "digest_levels", "区域,group;region", "region;group" },
        { "digest_levels", "none", "none" },
        { "red", "grade=危机,major;flags=媒体,injury;priority=1,2",
          "priority=1,2;flags=media,injury;grade=crisis,major" },
        { "red", "priority=1", "priority=1" },
        { "flood", "20/30", "20/30" },
    };
    static const char *const bad[][3] = {
        { "quiet", "nights", "quiet: must be hours like 22:00-07:00, not \"nights\"" },
        { "digest", "morning", "digest: must be hours like 08:30;17:00, not \"morning\"" },
        { "digest_levels", "top", "digest_levels: \"top\" is not known" },
        { "red", "priority=5", "red: \"5\" is not known" },
        { "red", "flags=purple", "red: \"purple\" is not known" },
        { "red", "kind=repair",
          "red: must be like priority=1;flags=media,injury;grade=crisis, not \"kind=repair\"" },
        { "flood", "10", "flood: must be messages/minutes like 10/60, not \"10\"" },
        { "flood", "0/60", "flood: must be messages/minutes like 10/60, not \"0/60\"" },
        { "flood", "10/60x", "flood: must be messages/minutes like 10/60, not \"10/60x\"" },
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct cs_buffer kept = CS_BUFFER_INIT;
        struct cs_error err = CS_ERROR_INIT;
        CHECK_THAT(cs_notify_check_setting(good[i][0], good[i][1], &kept, &err) == CS_OK, "%s", err.text);
        CHECK_TEXT(kept.text, good[i][2]);
        cs_buffer_release(&kept);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct cs_buffer kept = CS_BUFFER_INIT;
        struct cs_error err = CS_ERROR_INIT;
        CHECK_INT(cs_notify_check_setting(bad[i][0], bad[i][1], &kept, &err), CS_REFUSED);
        CHECK_TEXT(err.text, bad[i][2]);
        cs_buffer_release(&kept);
    }
    CHECK_INT(cs_notify_check_setting("colour", "red", NULL, NULL), CS_NONE);
    /* each default is a value that the setting takes, in its one spelling */
    for (const struct cs_notify_setting *each = cs_notify_settings; each->name; each++) {
        struct cs_buffer kept = CS_BUFFER_INIT;
        CHECK_INT(cs_notify_check_setting(each->name, each->byname, &kept, NULL), CS_OK);
        CHECK_TEXT(kept.text, each->byname);
        cs_buffer_release(&kept);
    }
}

CS_TEST(by_default, "without settings: at once at project and city, a digest at 08:30 from the region up")
{
    kit_open();
    kit_do(&people_table);
    struct cs_notify_plan *plan = begin();
    CHECK_TEXT(when(plan, 1, "project", false, "2026-03-05 23:00"), "2026-03-05 23:00");
    CHECK_TEXT(when(plan, 1, "city", false, "2026-03-05 23:00"), "2026-03-05 23:00");
    CHECK_TEXT(when(plan, 1, "region", false, "2026-03-05 23:00"), "2026-03-06 08:30 gathered");
    CHECK_TEXT(when(plan, 1, "group", false, "2026-03-05 08:29"), "2026-03-05 08:30 gathered");
    CHECK_TEXT(when(plan, 1, "group", true, "2026-03-05 23:00"), "2026-03-05 23:00");
    CHECK_TEXT(when(plan, 1, NULL, false, "2026-03-05 23:00"), "2026-03-05 23:00");
    cs_notify_plan_free(plan);
    kit_close();
}

CS_TEST(by_person, "a person's own hours go before those of the store; none means none")
{
    kit_open();
    kit_do(&people_table);
    set("quiet", "21:00-06:00");
    struct cs_notify_plan *plan = begin();
    CHECK_TEXT(when(plan, 1, "project", false, "2026-03-05 21:30"), "2026-03-06 06:00");
    CHECK_TEXT(when(plan, 2, "project", false, "2026-03-05 21:30"), "2026-03-05 21:30");
    CHECK_TEXT(when(plan, 2, "project", false, "2026-03-05 22:30"), "2026-03-06 07:00");
    CHECK_TEXT(when(plan, 2, "project", true, "2026-03-05 22:30"), "2026-03-05 22:30");
    CHECK_TEXT(when(plan, 3, "project", false, "2026-03-05 09:00"), "2026-03-05 17:00 gathered");
    CHECK_TEXT(when(plan, 3, "project", false, "2026-03-05 17:00"), "2026-03-06 08:30 gathered");
    CHECK_TEXT(when(plan, 3, "group", false, "2026-03-05 09:00"), "2026-03-05 17:00 gathered");
    CHECK_TEXT(when(plan, 4, "group", false, "2026-03-05 23:00"), "2026-03-05 23:00");
    CHECK_INT(cs_notify_wake(plan, 2, moment("2026-03-06 03:00")), moment("2026-03-06 07:00"));
    CHECK_INT(cs_notify_wake(plan, 4, moment("2026-03-06 03:00")), moment("2026-03-06 03:00"));
    cs_notify_plan_free(plan);
    kit_close();
}

CS_TEST(levels_off, "digests by level can be switched off, and their hour moved")
{
    kit_open();
    kit_do(&people_table);
    set("digest_levels", "city");
    set("digest", "12:00");
    struct cs_notify_plan *plan = begin();
    CHECK_TEXT(when(plan, 1, "city", false, "2026-03-05 09:00"), "2026-03-05 12:00 gathered");
    CHECK_TEXT(when(plan, 1, "region", false, "2026-03-05 09:00"), "2026-03-05 09:00");
    cs_notify_plan_free(plan);
    set("digest_levels", "none");
    plan = begin();
    CHECK_TEXT(when(plan, 1, "group", false, "2026-03-05 09:00"), "2026-03-05 09:00");
    cs_notify_plan_free(plan);
    kit_close();
}

CS_TEST(red, "priority 1, four flags and the two upper grades are red; the list is a setting")
{
    kit_open();
    struct cs_notify_plan *plan = begin();
    CHECK(cs_notify_is_red(plan, 1, NULL, NULL));
    CHECK(!cs_notify_is_red(plan, 2, "", ""));
    CHECK(!cs_notify_is_red(plan, 3, "important", "hotline;rescission;escalated"));
    CHECK(cs_notify_is_red(plan, 3, "major", ""));
    CHECK(cs_notify_is_red(plan, 3, "crisis", ""));
    CHECK(cs_notify_is_red(plan, 3, "", "hotline;injury"));
    CHECK(cs_notify_is_red(plan, 3, "", "media"));
    CHECK(cs_notify_is_red(plan, 3, "", "lawyer;hotline"));
    CHECK(cs_notify_is_red(plan, 3, "", "group"));
    cs_notify_plan_free(plan);
    set("red", "flags=rescission");
    plan = begin();
    CHECK(!cs_notify_is_red(plan, 1, "crisis", "media"));
    CHECK(cs_notify_is_red(plan, 4, "", "rescission"));
    cs_notify_plan_free(plan);
    set("red", "none");
    plan = begin();
    CHECK(!cs_notify_is_red(plan, 1, "crisis", "media;injury"));
    cs_notify_plan_free(plan);
    kit_close();
}

CS_TEST(broken, "a setting that was broken by hand is named, not guessed")
{
    struct cs_notify_plan *plan = NULL;
    kit_open();
    set("flood", "many");
    CHECK_INT(cs_notify_plan_new(kit.store, kit.zone, &plan, &kit.err), CS_FAILED);
    CHECK_TEXT(kit.err.text, "setting flood: must be messages/minutes like 10/60, not \"many\"");
    cs_notify_plan_free(plan);
    kit_close();
}
