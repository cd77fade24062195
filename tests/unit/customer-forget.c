/* Erasing a person: nothing of the person is left in any table, twice is harmless, and nothing comes back. */
#include "customer/customer.h"
#include "org/org.h"
#include "room-kit.h"

struct fixture {
    struct cs_store *store;
    struct cs_org *org;
    struct cs_customers *customers;
};

static void open_desk(struct fixture *f)
{
    const struct cs_customers_options options = {
        .store = f->store, .org = f->org, .now = room_time("2026-03-02T10:00"), .actor = "clerk"
    };
    cs_error_clear(&kit.err);
    CHECK_THAT(cs_customers_new(&options, &f->customers, &kit.err) == CS_OK, "%s", kit.err.text);
}

static struct fixture begin(void)
{
    struct fixture f = { .store = room_store() };
    f.org = cs_org_new(f.store);
    open_desk(&f);
    return f;
}

static void end(struct fixture *f)
{
    cs_customers_free(f->customers);
    cs_org_free(f->org);
    cs_store_close(f->store);
}

static void reopen_desk(struct fixture *f)
{
    cs_customers_free(f->customers);
    open_desk(f);
}

static enum cs_customer_change take(struct fixture *f, const char *source, const char *line)
{
    enum cs_customer_change change = CS_CUSTOMER_UNCHANGED;
    struct cs_row row;
    cs_row_init(&row, &cs_customer_record);
    room_row(&row, line);
    cs_error_clear(&kit.err);
    CHECK_THAT(cs_customer_take(f->customers, &row, source, room_has, NULL, &change, &kit.err) == CS_OK,
               "%s: %s", line, kit.err.text);
    cs_row_release(&row);
    return change;
}

static int64_t id_of(struct fixture *f, const char *name)
{
    int64_t id = 0;
    cs_error_clear(&kit.err);
    CHECK_THAT(cs_customer_find(f->customers, name, &id, &kit.err) == CS_OK, "%s: %s", name, kit.err.text);
    return id;
}

static struct cs_forgotten forget(struct fixture *f, const char *name)
{
    struct cs_forgotten forgotten = { 0 };
    CHECK_THAT(cs_customer_forget(f->customers, id_of(f, name), &forgotten, &kit.err) == CS_OK, "%s: %s",
               name, kit.err.text);
    CHECK_INT(cs_customer_forget_save(f->customers, &kit.err), CS_OK);
    return forgotten;
}

static void sql(const char *text)
{
    kit_write("change.sql", text, strlen(text), 0);
    kit_shell("sqlite3 -bail %s <%s && rm %s", kit_path("s.db"), kit_path("change.sql"),
              kit_path("change.sql"));
}

/* How many lines of a dump of the whole store hold the text. */
static int left_of(const char *text)
{
    char command[400], line[64] = "";
    snprintf(command, sizeof command, "sqlite3 %s .dump | grep -cF -- '%s'", kit_path("s.db"), text);
    FILE *pipe = popen(command, "r");
    CHECK(pipe && fgets(line, sizeof line, pipe));
    if (pipe)
        pclose(pipe);
    return atoi(line);
}

static const char *answer(const char *query)
{
    static char texts[4][512];
    static int turn;
    char command[1024], *text = texts[turn++ % 4];
    snprintf(command, sizeof command, "sqlite3 %s \"%s\"", kit_path("s.db"), query);
    FILE *pipe = popen(command, "r");
    text[0] = '\0';
    size_t got = pipe ? fread(text, 1, sizeof texts[0] - 1, pipe) : 0;
    text[got] = '\0';
    text[strcspn(text, "\n")] = '\0';
    if (pipe)
        pclose(pipe);
    return text;
}

/* ---- nothing is left ---- */

#define PERSON                                                                                               \
    "external_id=C1|name=Wang Testname|phone=13800001234|phone2=02188887777|email=wang@hx.example|"          \
    "identity=110101199003070038|hours=after eighteen|watch=expects a child|household=Family Testname"

/* Cases, contacts, messages as other rooms write them, the person's own words among them. */
static void add_traces(void)
{
    sql("INSERT INTO source (id, name) VALUES (90, 'line');"
        "INSERT INTO ticket (id, kind, state, priority, reporter, phone, email, subject, body, extra, "
        "resolution, customer_id) VALUES "
        "(1, 'repair', 'received', 3, 'Wang Testname', '13800001234', 'wang@hx.example', 'Testname leak', "
        "'call 13800001234', 'x=Testname', 'told Testname', 1),"
        "(2, 'repair', 'received', 3, 'Wang Testname', '13800001234', NULL, 's', 'Testname', NULL, NULL, "
        "NULL),"
        "(3, 'repair', 'received', 3, 'Testname wife', '02188887777', NULL, 's', 'Testname', NULL, NULL, "
        "NULL),"
        "(4, 'repair', 'received', 3, 'Li Other', '13900005678', NULL, 'keep me', 'keep me', NULL, NULL, 2);"
        "INSERT INTO reference (source_id, external_id, ticket_id, main, digest, given) VALUES "
        "(90, 'T1', 1, 1, 7, '3 6 repair' || char(10) || '15 13 Wang Testname' || char(10)),"
        "(90, 'T4', 4, 1, 7, '15 8 Li Other' || char(10));"
        "INSERT INTO event (ticket_id, seq, occurred_at, recorded_at, actor_id, verb, field, old, new, note) "
        "VALUES "
        "(1, 1, 0, 0, 1, 'receive', NULL, NULL, 'received', 'Testname called'),"
        "(1, 2, 0, 0, 1, 'change', 'reporter', 'W Testname', 'Wang Testname', NULL),"
        "(4, 1, 0, 0, 1, 'receive', NULL, NULL, 'received', 'keep me');"
        "INSERT INTO contact (ticket_id, seq, at, recorded_at, actor_id, channel, reached, note) VALUES "
        "(1, 1, 0, 0, 1, 'phone', 'yes', 'Testname was cross'), (4, 1, 0, 0, 1, 'phone', 'yes', 'keep me');");
}

static struct fixture with_traces(void)
{
    struct fixture f = begin();
    take(&f, "crm", PERSON);
    take(&f, "crm", "external_id=C2|name=Li Other|phone=13900005678");
    take(&f, "crm", "external_id=C1|name=Wang B Testname|phone=13800001234");
    struct cs_consent consent = { .purpose = "survey", .ground = "consent", .given = true, .at = 1 };
    CHECK_INT(cs_customer_consent(f.customers, id_of(&f, "C1"), &consent, &kit.err), CS_OK);
    add_traces();
    return f;
}

CS_TEST(nothing_left, "of a person who was erased no table holds name, numbers, addresses or words any more")
{
    static const char *const traces[] = { "Testname",        "13800001234",        "02188887777",
                                          "wang@hx.example", "110101199003070038", "after eighteen",
                                          "expects a child" };
    struct fixture f = with_traces();
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++)
        CHECK_THAT(left_of(traces[i]) > 0, "%s was never there", traces[i]);
    struct cs_forgotten forgotten = forget(&f, "C1");
    CHECK_INT(forgotten.records, 1);
    CHECK_INT(forgotten.cases, 3);
    CHECK(!forgotten.before);
    for (size_t i = 0; i < sizeof traces / sizeof *traces; i++)
        CHECK_THAT(left_of(traces[i]) == 0, "%s is left %d times", traces[i], left_of(traces[i]));
    end(&f);
}

CS_TEST(others_left, "another's record, case, words and consents stay as they are, and all counts too")
{
    struct fixture f = with_traces();
    forget(&f, "C1");
    CHECK_TEXT(answer("SELECT count(*) FROM ticket"), "4");
    CHECK_TEXT(answer("SELECT count(*) FROM customer"), "2");
    CHECK_TEXT(answer("SELECT count(*) FROM contact"), "2");
    CHECK_TEXT(answer("SELECT count(*) FROM reference"), "2");
    CHECK_TEXT(answer("SELECT reporter || phone || subject || body || customer_id FROM ticket WHERE id = 4"),
               "Li Other13900005678keep mekeep me2");
    CHECK_TEXT(answer("SELECT note FROM contact WHERE ticket_id = 4"), "keep me");
    CHECK_TEXT(answer("SELECT note FROM event WHERE ticket_id = 4"), "keep me");
    CHECK_TEXT(answer("SELECT given FROM reference WHERE ticket_id = 4"), "15 8 Li Other");
    CHECK_TEXT(answer("SELECT name || phone FROM customer WHERE external_id = 'C2'"), "Li Other13900005678");
    CHECK_TEXT(answer("SELECT count(*) FROM consent"), "1");
    end(&f);
}

CS_TEST(events_tell, "the erasure itself is an event of the person and of each case; states of the log stay")
{
    struct fixture f = with_traces();
    forget(&f, "C1");
    CHECK_TEXT(
        answer("SELECT group_concat(verb, ' ') FROM customer_event WHERE customer_id = 1 ORDER BY seq"),
        "import change consent erase");
    CHECK_TEXT(answer("SELECT count(*) FROM event WHERE verb = 'erase'"), "3");
    CHECK_TEXT(answer("SELECT new FROM event WHERE ticket_id = 1 AND seq = 1"), "received");
    CHECK_TEXT(answer("SELECT coalesce(old, '') || coalesce(new, '') || coalesce(note, '') FROM event WHERE "
                      "ticket_id = 1 AND seq = 2"),
               "");
    CHECK_TEXT(answer("SELECT name FROM actor WHERE id = (SELECT actor_id FROM event WHERE verb = 'erase' "
                      "LIMIT 1)"),
               "clerk");
    end(&f);
}

CS_TEST(twice, "erasing a second time changes nothing, adds nothing and says so")
{
    struct fixture f = with_traces();
    forget(&f, "C1");
    char before[512];
    snprintf(before, sizeof before, "%s",
             answer("SELECT count(*) || ' ' || (SELECT count(*) FROM customer_event) "
                    "|| ' ' || (SELECT erased_at FROM customer WHERE id = 1) FROM event"));
    for (int i = 0; i < 3; i++) {
        struct cs_forgotten forgotten = forget(&f, "C1");
        CHECK(forgotten.before);
        CHECK_INT(forgotten.records, 0);
        CHECK_INT(forgotten.cases, 0);
        if (i == 1)
            reopen_desk(&f);
    }
    CHECK_TEXT(answer("SELECT count(*) || ' ' || (SELECT count(*) FROM customer_event) || ' ' || (SELECT "
                      "erased_at FROM customer WHERE id = 1) FROM event"),
               before);
    end(&f);
}

CS_TEST(messages, "messages that wait for the person are dropped, those of others and those sent are not")
{
    struct fixture f = with_traces();
    sql("INSERT INTO message (id, key, created_at, send_at, state, template, customer_id, attempts, next_at) "
        "VALUES (1, 'a', 0, 0, 'waiting', 't', 1, 0, 0), (2, 'b', 0, 0, 'sent', 't', 1, 0, 0),"
        "(3, 'c', 0, 0, 'waiting', 't', 2, 0, 0);");
    forget(&f, "C1");
    CHECK_TEXT(answer("SELECT group_concat(state, ' ') FROM (SELECT state FROM message ORDER BY id)"),
               "dropped sent waiting");
    end(&f);
}

CS_TEST(merged, "all names of a merged person are erased together, by whichever of them is named")
{
    static const char *const names[] = { "C1", "C2", "C3", "crm:C2", "2" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct fixture f = begin();
        take(&f, "crm", "external_id=C1|name=One Testname");
        take(&f, "crm", "external_id=C2|name=Two Testname|phone=13800001234");
        take(&f, "crm", "external_id=C3|name=Three Testname|phone2=13800005555");
        int64_t first = id_of(&f, "C1"), second = id_of(&f, "C2"), third = id_of(&f, "C3");
        CHECK_INT(cs_customer_merge(f.customers, second, third, &kit.err), CS_OK);
        CHECK_INT(cs_customer_merge(f.customers, first, second, &kit.err), CS_OK);
        struct cs_forgotten forgotten = forget(&f, names[i]);
        CHECK_THAT(forgotten.records == 3, "%s: %" PRId64, names[i], forgotten.records);
        CHECK_THAT(left_of("Testname") == 0, "by %s: %d are left", names[i], left_of("Testname"));
        CHECK(cs_customer_is_forgotten(f.customers, "13800001234"));
        CHECK(cs_customer_is_forgotten(f.customers, "13800005555"));
        end(&f);
    }
}

CS_TEST(households, "a household's name goes with the last who lived in it")
{
    struct fixture f = begin();
    take(&f, "crm", "external_id=C1|name=a|household=Family Testname");
    take(&f, "crm", "external_id=C2|name=b|household=Family Testname");
    forget(&f, "C1");
    CHECK_TEXT(answer("SELECT group_concat(name) FROM household"), "Family Testname");
    forget(&f, "C2");
    CHECK_TEXT(answer("SELECT group_concat(name) FROM household"), "");
    end(&f);
}

/* ---- nobody comes back ---- */

CS_TEST(never_back,
        "by number, by either phone, from any source and in any spelling, nobody is taken in again")
{
    static const struct {
        const char *source, *line;
        enum cs_customer_change change;
    } cases[] = {
        { "crm", PERSON, CS_CUSTOMER_ERASED },
        { "crm", "external_id=C1|name=x", CS_CUSTOMER_ERASED },
        { "app", "external_id=A1|name=x|phone=13800001234", CS_CUSTOMER_ERASED },
        { "app", "external_id=A2|name=x|phone=138 0000 1234", CS_CUSTOMER_ERASED },
        { "app", "external_id=A3|name=x|phone=138-0000-1234", CS_CUSTOMER_ERASED },
        { "app", "external_id=A4|name=x|phone=+86 13800001234", CS_CUSTOMER_ERASED },
        { "app", "external_id=A5|name=x|phone=+86-138-0000-1234", CS_CUSTOMER_ERASED },
        { "app", "external_id=A6|name=x|phone=008613800001234", CS_CUSTOMER_ERASED },
        { "app", "external_id=A7|name=x|phone=(86)13800001234", CS_CUSTOMER_ERASED },
        { "app", "external_id=A8|name=x|phone2=13800001234", CS_CUSTOMER_ERASED },
        { "app", "external_id=A9|name=x|phone=13700001111|phone2=021-88887777", CS_CUSTOMER_ERASED },
        { "app", "external_id=B1|name=x|phone=02188887777", CS_CUSTOMER_ERASED },
        /* The same number in another's system, masks, and numbers that only look alike are other people's. */
        { "app", "external_id=C1|name=x", CS_CUSTOMER_INSERTED },
        { "app", "external_id=B2|name=x|phone=13800001235", CS_CUSTOMER_INSERTED },
        { "app", "external_id=B3|name=x|phone=1380000123", CS_CUSTOMER_INSERTED },
        { "app", "external_id=B4|name=x|phone=138000012340", CS_CUSTOMER_INSERTED },
        { "app", "external_id=B5|name=x|phone=138****1234", CS_CUSTOMER_INSERTED },
        { "app", "external_id=B6|name=Wang Testname", CS_CUSTOMER_INSERTED },
        { "crm", "external_id=C11|name=x", CS_CUSTOMER_INSERTED },
    };
    for (int again = 0; again < 2; again++) { /* from memory, and from the file */
        struct fixture f = begin();
        take(&f, "crm", PERSON);
        forget(&f, "C1");
        if (again)
            reopen_desk(&f);
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
            CHECK_THAT(take(&f, cases[i].source, cases[i].line) == cases[i].change, "%s", cases[i].line);
        end(&f);
    }
}

CS_TEST(other_store, "a store of an older day, copied back, does not take the person in again")
{
    struct fixture f = begin();
    take(&f, "crm", PERSON);
    kit_shell("sqlite3 %s \".backup '%s'\"", kit_path("s.db"), kit_path("old.db"));
    forget(&f, "C1");
    cs_customers_free(f.customers);
    cs_org_free(f.org);
    cs_store_close(f.store);
    kit_shell("rm -f %s-wal %s-shm; cp %s %s; sqlite3 %s 'PRAGMA foreign_keys = off; DELETE FROM "
              "customer_event; DELETE "
              "FROM customer'",
              kit_path("s.db"), kit_path("s.db"), kit_path("old.db"), kit_path("s.db"), kit_path("s.db"));
    char *schema = cs_unit_path("schema");
    struct cs_store_options options = kit_options(CS_STORE_WRITE);
    options.schema_dir = schema;
    CHECK_THAT(cs_store_open(&options, &f.store, &kit.err) == CS_OK, "%s", kit.err.text);
    free(schema);
    f.org = cs_org_new(f.store);
    open_desk(&f);
    CHECK_INT(take(&f, "crm", PERSON), CS_CUSTOMER_ERASED);
    CHECK_INT(take(&f, "app", "external_id=A1|name=x|phone=13800001234"), CS_CUSTOMER_ERASED);
    end(&f);
}

CS_TEST(dry, "what is not saved is not remembered")
{
    struct fixture f = begin();
    struct cs_forgotten forgotten;
    take(&f, "crm", PERSON);
    CHECK_INT(cs_store_begin(f.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_customer_forget(f.customers, id_of(&f, "C1"), &forgotten, &kit.err), CS_OK);
    cs_store_rollback(f.store);
    reopen_desk(&f);
    CHECK(!kit_exists("s.db.forgotten"));
    CHECK(!cs_customer_is_forgotten(f.customers, "13800001234"));
    CHECK_TEXT(answer("SELECT name FROM customer"), "Wang Testname");
    end(&f);
}

CS_TEST(many, "five hundred are remembered, each of them and nobody else, over many files")
{
    struct fixture f = begin();
    char line[120], phone[20];
    CHECK_INT(cs_store_begin(f.store, false, &kit.err), CS_OK);
    for (int i = 0; i < 500; i++) {
        snprintf(line, sizeof line, "external_id=N%d|name=n|phone=%lld", i, 13900000000LL + i * 7919LL);
        take(&f, "crm", line);
    }
    for (int i = 0; i < 500; i += 2) {
        snprintf(line, sizeof line, "N%d", i);
        struct cs_forgotten forgotten;
        CHECK_INT(cs_customer_forget(f.customers, id_of(&f, line), &forgotten, &kit.err), CS_OK);
        if (i % 100 == 0)
            CHECK_INT(cs_customer_forget_save(f.customers, &kit.err), CS_OK);
    }
    CHECK_INT(cs_customer_forget_save(f.customers, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(f.store, &kit.err), CS_OK);
    reopen_desk(&f);
    for (int i = 0; i < 500; i++) {
        snprintf(phone, sizeof phone, "%lld", 13900000000LL + i * 7919LL);
        CHECK_THAT(cs_customer_is_forgotten(f.customers, phone) == (i % 2 == 0), "%s", phone);
    }
    end(&f);
}

/* ---- the list's file ---- */

CS_TEST(damaged,
        "a list that is damaged, a link or a folder is refused in words; nothing is taken in blindly")
{
    static const struct {
        const char *make, *says;
    } cases[] = {
        { "printf 'nonsense\\n' >%s", "is damaged: its first line is no key" },
        { "printf '%%064d0\\n' 0 >%s", "is damaged: its first line is no key" },
        { "printf '%%063d\\n' 0 >%s", "is damaged: its first line is no key" },
        { "printf '%%063dG\\n' 0 >%s", "is damaged: its first line is no key" },
        { "mkdir %s", "is no ordinary file" },
        { "ln -s /etc/hostname %s", "Too many levels of symbolic links" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f = begin();
        cs_customers_free(f.customers);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        kit_shell(cases[i].make, kit_path("s.db.forgotten"));
#pragma GCC diagnostic pop
        const struct cs_customers_options options = { .store = f.store, .org = f.org };
        cs_error_clear(&kit.err);
        CHECK_THAT(cs_customers_new(&options, &f.customers, &kit.err) == CS_FAILED, "case %zu", i);
        CHECK_THAT(kit_errs(cases[i].says), "case %zu: %s", i, kit.err.text);
        CHECK(f.customers == NULL);
        end(&f);
    }
}

CS_TEST(file_kept, "the key stays when the list grows, so that what was remembered first is still known")
{
    struct fixture f = begin();
    char first[80] = "", second[80] = "";
    take(&f, "crm", PERSON);
    take(&f, "crm", "external_id=C2|name=b|phone=13900005678");
    forget(&f, "C1");
    FILE *file = fopen(kit_path("s.db.forgotten"), "r");
    CHECK(file && fgets(first, sizeof first, file));
    if (file)
        fclose(file);
    reopen_desk(&f);
    forget(&f, "C2");
    file = fopen(kit_path("s.db.forgotten"), "r");
    CHECK(file && fgets(second, sizeof second, file));
    if (file)
        fclose(file);
    CHECK_TEXT(second, first);
    CHECK_INT(strlen(first), 65);
    reopen_desk(&f);
    CHECK(cs_customer_is_forgotten(f.customers, "13800001234"));
    CHECK(cs_customer_is_forgotten(f.customers, "13900005678"));
    CHECK_INT(kit_names("s.db.forgotten"), 1); /* no file of half a write */
    end(&f);
}

CS_TEST(cut_list, "a list cut off in its last line keeps all whole ones")
{
    struct fixture f = begin();
    take(&f, "crm", PERSON);
    forget(&f, "C1");
    reopen_desk(&f);
    kit_shell("printf 'abcdef' >>%s", kit_path("s.db.forgotten"));
    reopen_desk(&f);
    CHECK(cs_customer_is_forgotten(f.customers, "13800001234"));
    CHECK(!cs_customer_is_forgotten(f.customers, "13800001235"));
    end(&f);
}
