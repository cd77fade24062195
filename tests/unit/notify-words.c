/*
 * What messages say: every shipped template in both languages, over a case that knows everything, one that
 * knows next to nothing, and one whose words try to forge headers. A message is `Subject: ...`, an empty
 * line, a text; no tag is left, no line is longer than 200 columns.
 */
#include "notify/notify-words.h"
#include "io/template.h"
#include "notify/notify.h"
#include "outbox-kit.h"

#define DO(sql)                                                                                              \
    {                                                                                                        \
        sql, "", ""                                                                                          \
    }
#define MESSAGE(id, staff, ticket, escalation)                                                               \
    DO("INSERT INTO message (id, key, created_at, send_at, staff_id, template, ticket_id, escalation_id, "   \
       "state, attempts, next_at) VALUES (" #id ", 'k" #id "', 1, 1, " #staff ", 'escalation', " #ticket     \
       ", " #escalation ", 'waiting', 0, 1)")
#define RUNG(id, ticket, metric, due)                                                                        \
    DO("INSERT INTO escalation (id, ticket_id, metric, instance, rung, due_at, at, local_day, line, role, "  \
       "level, staff_id, action) VALUES (" #id ", " #ticket ", '" metric "', 1, 2, " #due ", " #due          \
       ", 0, 'care', 'care', 'city', 1, 'notify')")

/* Now is 1772672400. Rung 1 is a day and four hours late, rung 2 ninety minutes early, rung 3 due now. */
static const struct cs_statement store[] = {
    DO("INSERT INTO unit (id, code, name, kind, status) VALUES (1, 'P01', '华府一期', 'project', 'active')"),
    DO("INSERT INTO staff (id, code, name, email, phone, language) VALUES (1, 'Z1', '客服主管', "
       "'z1@x.example', '13700001111', 'zh')"),
    DO("INSERT INTO staff (id, code, name, email, phone, language) VALUES (2, 'E1', 'Care lead', "
       "'e1@x.example', '13700002222', 'en')"),
    DO("INSERT INTO staff (id, code, name, email, language) VALUES (3, 'F1', 'Forger' || char(13, 10) || "
       "'Bcc: all@x.example', 'f1@x.example' || char(10) || 'To: b@x.example', 'en')"),
    DO("INSERT INTO ticket (id, kind, state, priority, unit_id, room, subject, opened_at, last_contact_at, "
       "assignee, flags, grade, reopens, chasers, reporter, phone) VALUES (1, 'complaint', 'to_check', 1, 1, "
       "'3-2-1801', '主卧漏水', 1772413200, 1772586000, '张工', 'media;group', 'major', 2, 3, '李某', "
       "'13900009999')"),
    DO("INSERT INTO ticket (id, kind, state, priority, reopens, chasers) VALUES (2, 'repair', 'received', 3, "
       "0, 0)"),
    DO("INSERT INTO ticket (id, kind, state, priority, project, room, subject, reopens, chasers) VALUES (3, "
       "'repair', 'received', 3, 'P' || char(13) || 'X-Evil: 1', '1' || char(10) || char(10) || 'body', "
       "'leak' "
       "|| char(13, 10) || 'Subject: free money' || char(9) || char(11) || char(12) || 'end', 0, 0)"),
    DO("INSERT INTO fault (ticket_id, seq, component) VALUES (1, 1, 'leak')"),
    DO("INSERT INTO work_order (ticket_id, seq, supplier, state) VALUES (1, 1, '甲防水', 'issued')"),
    RUNG(1, 1, "contact", 1772571600),
    RUNG(2, 2, "done", 1772677800),
    RUNG(3, 3, "answer", 1772672400),
    MESSAGE(1, 1, 1, 1),
    MESSAGE(2, 2, 1, 1),
    MESSAGE(3, 1, 2, 2),
    MESSAGE(4, 2, 2, 2),
    MESSAGE(5, 3, 3, 3),
    MESSAGE(6, 1, NULL, NULL),
};
static const struct cs_statements store_table = CS_STATEMENTS("store", store);

static const char *const templates[] = { "complaint", "emergency", "escalation", "outside", "silence" };
enum { TEMPLATES = sizeof templates / sizeof *templates, MESSAGES = 6 };

static void facts_of(int64_t id, struct cs_notify_facts *facts)
{
    CHECK_INT(cs_notify_facts(kit.store, id, KIT_NOW, kit.zone, &kit.arena, facts, &kit.err), CS_OK);
    CHECK_TEXT(kit.err.text, "");
}

static struct cs_template_value *tree_of(const struct cs_notify_facts *facts)
{
    struct cs_template_value *top = cs_template_object(&kit.arena), *group = NULL;
    for (size_t i = 0; i < facts->count; i++) {
        const char *name = facts->list[i].name, *dot = strchr(name, '.');
        struct cs_template_value *text = cs_template_text(&kit.arena, facts->list[i].text);
        if (!dot) {
            cs_template_add(&kit.arena, top, name, text);
            continue;
        }
        const char *head = cs_arena_strndup(&kit.arena, name, (size_t)(dot - name));
        if (!group || strcmp(group->name, head) != 0)
            group = cs_template_add(&kit.arena, top, head, cs_template_object(&kit.arena));
        cs_template_add(&kit.arena, group, dot + 1, text);
    }
    return top;
}

/* The text of a message in a template; good until kit_close. */
static const char *rendered(int64_t id, const char *template, const char *language)
{
    static char source[16384];
    char name[100];
    struct cs_notify_facts facts;
    struct cs_buffer out = CS_BUFFER_INIT;
    snprintf(name, sizeof name, "share/templates/%s.%s.txt", template, language);
    FILE *file = cs_unit_open(name);
    size_t length = fread(source, 1, sizeof source, file);
    fclose(file);
    facts_of(id, &facts);
    const struct cs_template_options options = { .name = name };
    CHECK_INT(cs_template_render(source, length, tree_of(&facts), &options, &out, &kit.err), CS_OK);
    CHECK_TEXT(kit.err.text, "");
    const char *text = cs_arena_strdup(&kit.arena, out.text);
    cs_buffer_release(&out);
    return text;
}

static size_t widest(const char *text)
{
    size_t most = 0;
    for (const char *line = text; *line; line += *line == '\n') {
        size_t bytes = strcspn(line, "\n"), columns = 0;
        for (size_t i = 0; i < bytes; i++) /* a character of three bytes takes two columns */
            columns += ((unsigned char)line[i] & 0xC0) != 0x80 ? 1 + ((unsigned char)line[i] >= 0xE0) : 0;
        most = columns > most ? columns : most;
        line += bytes;
    }
    return most;
}

static void well_formed(const char *text, int64_t id, const char *template, const char *language)
{
    const char *end = text + strcspn(text, "\n");
    CHECK_THAT(strncmp(text, "Subject: ", 9) == 0 && end > text + 9, "message %lld, %s.%s begins %.40s",
               (long long)id, template, language, text);
    CHECK_THAT(strncmp(end, "\n\n", 2) == 0, "message %lld, %s.%s: headers do not end behind the subject",
               (long long)id, template, language);
    CHECK_THAT(!strstr(text, "{{") && !strstr(text, "}}"), "message %lld, %s.%s: a tag is left:\n%s",
               (long long)id, template, language, text);
    CHECK_THAT(widest(text) <= 200, "message %lld, %s.%s: a line of %zu columns", (long long)id, template,
               language, widest(text));
    CHECK_THAT(!strpbrk(text, "\r\v\f\t"), "message %lld, %s.%s: control characters", (long long)id, template,
               language);
}

static void begin(void)
{
    kit_open();
    kit_do(&store_table);
}

CS_TEST(every_template, "every template in both languages is headers and text, whatever the case knows")
{
    begin();
    for (int64_t id = 1; id <= MESSAGES; id++)
        for (size_t t = 0; t < TEMPLATES; t++) {
            well_formed(rendered(id, templates[t], "zh"), id, templates[t], "zh");
            well_formed(rendered(id, templates[t], "en"), id, templates[t], "en");
        }
    kit_close();
}

CS_TEST(nothing_personal, "no template tells the customer's name or phone, or the phone of who is told")
{
    static const char *const secrets[] = { "李某", "13900009999", "13700001111", "13700002222",
                                           "@x.example" };
    begin();
    for (size_t t = 0; t < TEMPLATES; t++)
        for (size_t s = 0; s < sizeof secrets / sizeof *secrets; s++) {
            CHECK_THAT(!strstr(rendered(1, templates[t], "zh"), secrets[s]), "%s.zh tells %s", templates[t],
                       secrets[s]);
            CHECK_THAT(!strstr(rendered(2, templates[t], "en"), secrets[s]), "%s.en tells %s", templates[t],
                       secrets[s]);
        }
    kit_close();
}

CS_TEST(one_line, "facts are one line each: no word of a case or a name ends the subject or adds a header")
{
    struct cs_notify_facts facts;
    begin();
    facts_of(5, &facts);
    for (size_t i = 0; i < facts.count; i++)
        CHECK_THAT(!strpbrk(facts.list[i].text, "\r\n\t\v\f"), "%s has a line break", facts.list[i].name);
    CHECK_TEXT(cs_notify_fact(&facts, "recipient.name"), "Forger  Bcc: all@x.example");
    CHECK_TEXT(cs_notify_fact(&facts, "recipient.email"), "f1@x.example To: b@x.example");
    CHECK_TEXT(cs_notify_fact(&facts, "ticket.project"), "P X-Evil: 1");
    CHECK_TEXT(cs_notify_fact(&facts, "ticket.room"), "1  body");
    CHECK_TEXT(cs_notify_fact(&facts, "ticket.subject"), "leak  Subject: free money   end");
    for (size_t t = 0; t < TEMPLATES; t++) {
        const char *text = rendered(5, templates[t], "en");
        CHECK_THAT(!strstr(text, "\nX-Evil") && !strstr(text, "\nBcc") && !strstr(text, "\nSubject"),
                   "%s lets a header in:\n%s", templates[t], text);
    }
    kit_close();
}

CS_TEST(late_and_early,
        "late is told in the two largest units, early as time left, neither when it is due now")
{
    struct cs_notify_facts facts;
    begin();
    facts_of(1, &facts);
    CHECK_TEXT(cs_notify_fact(&facts, "late"), "1天4小时");
    CHECK_TEXT(cs_notify_fact(&facts, "early"), "");
    facts_of(2, &facts);
    CHECK_TEXT(cs_notify_fact(&facts, "late"), "1d 4h");
    facts_of(3, &facts);
    CHECK_TEXT(cs_notify_fact(&facts, "early"), "1小时30分钟");
    CHECK_TEXT(cs_notify_fact(&facts, "late"), "");
    facts_of(4, &facts);
    CHECK_TEXT(cs_notify_fact(&facts, "early"), "1h 30m");
    facts_of(5, &facts);
    CHECK_TEXT(cs_notify_fact(&facts, "late"), "");
    CHECK_TEXT(cs_notify_fact(&facts, "early"), "");
    kit_close();
}

CS_TEST(says, "the facts of a full case stand in the text, and what is not known leaves no line behind")
{
    begin();
    const char *text = rendered(1, "complaint", "zh");
    CHECK_THAT(strstr(text, "Subject: 【投诉】工单1 华府一期") == text, "%s", text);
    CHECK_THAT(strstr(text, "诉求：主卧漏水\n"), "%s", text);
    CHECK_THAT(strstr(text, "投诉等级：重大\n"), "%s", text);
    CHECK_THAT(strstr(text, "已超时 1天4小时"), "%s", text);
    CHECK_THAT(!strstr(text, "尚未联系上客户"), "%s", text);
    text = rendered(4, "complaint", "en");
    CHECK_THAT(strstr(text, "1h 30m left"), "%s", text);
    CHECK_THAT(!strstr(text, "Complaint:") && !strstr(text, "Grade:") && !strstr(text, "Flags:"), "%s", text);
    CHECK_THAT(strstr(text, "The customer was not reached yet.\n"), "%s", text);
    kit_close();
}

/* A subject line of a message, without its "Subject: ". */
static const char *subject(int64_t id, const char *template, const char *language)
{
    const char *text = rendered(id, template, language);
    return cs_arena_strndup(&kit.arena, text + 9, strcspn(text + 9, "\n"));
}

CS_TEST(how_late, "subjects say how late, how early, or that it is this minute")
{
    static const struct {
        int64_t message;
        const char *template, *language, *want;
    } rows[] = {
        { 1, "escalation", "zh", "【城市】首次联系超时1天4小时：工单1 华府一期" },
        { 2, "escalation", "en", "[city] first contact late by 1d 4h: case 1 华府一期" },
        { 3, "escalation", "zh", "【城市】完工还剩1小时30分钟：工单2 " },
        { 4, "escalation", "en", "[city] work done due in 1h 30m: case 2 " },
        { 1, "complaint", "zh", "【投诉】工单1 华府一期 首次联系超时1天4小时" },
        { 2, "complaint", "en", "[complaint] case 1 华府一期: first contact late by 1d 4h" },
        { 3, "complaint", "zh", "【投诉】工单2  完工还剩1小时30分钟" },
        { 4, "complaint", "en", "[complaint] case 2 : work done due in 1h 30m" },
        { 1, "outside", "zh", "【外部时限】  超时1天4小时" },
        { 3, "outside", "zh", "【外部时限】  还剩1小时30分钟" },
        { 1, "emergency", "zh", "【紧急】工单1 华府一期 3-2-1801 首次联系超时1天4小时" },
        { 2, "emergency", "en", "[EMERGENCY] case 1 华府一期 3-2-1801: first contact late by 1d 4h" },
    };
    begin();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_TEXT(subject(rows[i].message, rows[i].template, rows[i].language), rows[i].want);
    /* message 5 is made in the very minute of its limit */
    CHECK(strstr(subject(5, "escalation", "en"), "first answer due now: case 3 "));
    CHECK(strstr(subject(5, "escalation", "zh"), "现已到时限：工单3 "));
    CHECK(strstr(subject(5, "complaint", "en"), ": first answer due now"));
    CHECK(strstr(subject(5, "complaint", "zh"), "现已到时限"));
    CHECK(strstr(rendered(5, "outside", "zh"), "，现已到时限。此时限由对方规定"));
    CHECK(strstr(rendered(5, "outside", "en"), ": now. Others set this limit"));
    for (int64_t id = 1; id <= 4; id++)
        CHECK(!strstr(rendered(id, "escalation", "zh"), "现已到时限"));
    kit_close();
}

/* The column of a line of CSV without quoted commas. */
static const char *cell(const char *line, int column)
{
    for (; column > 0; column--)
        line += strcspn(line, ",") + 1;
    return cs_arena_strndup(&kit.arena, line, strcspn(line, ",\r\n"));
}

CS_TEST(every_metric,
        "each clock of the shipped limits has a word of its own in messages, Chinese and English")
{
    char line[512];
    int seen = 0;
    begin();
    FILE *file = cs_unit_open("share/policies/default.csv");
    CHECK(fgets(line, sizeof line, file));
    CHECK_TEXT(cell(line, 10), "metric");
    while (fgets(line, sizeof line, file)) {
        const char *metric = cell(line, 10);
        const char *english = cs_notify_label(cs_notify_metrics, metric, false, &kit.arena);
        const char *chinese = cs_notify_label(cs_notify_metrics, metric, true, &kit.arena);
        CHECK_THAT(strcmp(english, metric) != 0, "clock %s is told by its code", metric);
        CHECK_THAT((unsigned char)chinese[0] >= 0xE0, "clock %s is \"%s\" in Chinese", metric, chinese);
        seen++;
    }
    fclose(file);
    CHECK(seen > 90);
    kit_close();
}
