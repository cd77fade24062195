/* Customers merged in chains, their roles, their consents and their import, against a plain reckoning. */
#include "customer/customer.h"
#include "org/org.h"
#include "room-kit.h"

struct fixture {
    struct cs_store *store;
    struct cs_org *org;
    struct cs_customers *customers;
};

static void add_home(struct fixture *f, enum cs_org_noun noun, const char *line)
{
    struct cs_org_import *import = cs_org_import_new(f->org, noun);
    enum cs_org_change change;
    struct cs_row row;
    cs_row_init(&row, cs_org_records[noun]);
    room_row(&row, line);
    CHECK_INT(cs_org_import_row(import, &row, room_has, NULL, &change, &kit.err), CS_OK);
    CHECK_INT(cs_org_import_finish(import, &kit.err), CS_OK);
    cs_row_release(&row);
    cs_org_import_free(import);
}

static struct fixture begin(void)
{
    struct fixture f = { .store = room_store() };
    char line[80];
    f.org = cs_org_new(f.store);
    add_home(&f, CS_ORG_UNIT, "code=P1|name=听澜苑|kind=project");
    for (int i = 1; i <= 4; i++) {
        snprintf(line, sizeof line, "code=H%d|project=P1|place=3-2-%d01", i, i);
        add_home(&f, CS_ORG_HOME, line);
    }
    const struct cs_customers_options options = {
        .store = f.store, .org = f.org, .now = room_time("2026-03-02T10:00"), .actor = "clerk"
    };
    CHECK_INT(cs_customers_new(&options, &f.customers, &kit.err), CS_OK);
    return f;
}

static void end(struct fixture *f)
{
    cs_customers_free(f->customers);
    cs_org_free(f->org);
    cs_store_close(f->store);
}

static enum cs_customer_change take(struct fixture *f, const char *line)
{
    enum cs_customer_change change = CS_CUSTOMER_UNCHANGED;
    struct cs_row row;
    cs_row_init(&row, &cs_customer_record);
    room_row(&row, line);
    cs_error_clear(&kit.err);
    CHECK_THAT(cs_customer_take(f->customers, &row, "crm", room_has, NULL, &change, &kit.err) == CS_OK,
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

static enum cs_status merge(struct fixture *f, const char *survivor, const char *loser)
{
    int64_t first = id_of(f, survivor), second = id_of(f, loser);
    cs_error_clear(&kit.err);
    return cs_customer_merge(f->customers, first, second, &kit.err);
}

/* ---- chains ---- */

CS_TEST(random_chains, "whoever is merged into whom in any order, each name leads to one living survivor")
{
    enum { PEOPLE = 12 };
    unsigned seed = 9;
    for (int round = 0; round < 12; round++) {
        struct fixture f = begin();
        int survivor[PEOPLE];
        char line[60], other[16];
        CHECK_INT(cs_store_begin(f.store, false, &kit.err), CS_OK);
        for (int i = 0; i < PEOPLE; i++) {
            snprintf(line, sizeof line, "external_id=C%d|name=n%d", i, i);
            take(&f, line);
            survivor[i] = i;
        }
        for (int step = 0; step < 16; step++) {
            seed = seed * 1103515245u + 12345u;
            int a = (int)(seed >> 16) % PEOPLE;
            seed = seed * 1103515245u + 12345u;
            int b = (int)(seed >> 16) % PEOPLE;
            snprintf(line, sizeof line, "C%d", a);
            snprintf(other, sizeof other, "crm:C%d", b);
            bool one = survivor[a] == survivor[b];
            CHECK_INT(merge(&f, line, other), one ? CS_REFUSED : CS_OK);
            if (one)
                CHECK_TEXT(kit.err.text, "they are one customer already");
            for (int i = 0, gone = survivor[b]; i < PEOPLE && !one; i++)
                if (survivor[i] == gone)
                    survivor[i] = survivor[a];
        }
        for (int i = 0; i < PEOPLE; i++) {
            snprintf(line, sizeof line, "C%d", i);
            snprintf(other, sizeof other, "C%d", survivor[i]);
            CHECK_THAT(id_of(&f, line) == id_of(&f, other), "round %d: C%d is not C%d", round, i,
                       survivor[i]);
        }
        cs_store_rollback(f.store);
        end(&f);
    }
}

CS_TEST(fields,
        "the survivor keeps what it has and gets what it lacks; a mask is nothing to have, nor to give")
{
    static const struct {
        const char *survivor, *loser, *after;
    } cases[] = {
        { "external_id=A|name=a", "external_id=B|name=b|phone=13800001234", "a|13800001234||\n" },
        { "external_id=A|name=a|phone=13900005678", "external_id=B|name=b|phone=13800001234",
          "a|13900005678||\n" },
        { "external_id=A|name=a|phone=139****5678", "external_id=B|name=b|phone=13800001234",
          "a|13800001234||\n" },
        { "external_id=A|name=a|email=a@hx.example", "external_id=B|name=b|email=b@hx.example|channel=chat",
          "a||a@hx.example|chat\n" },
        { "external_id=A|name=a|channel=phone", "external_id=B|name=b", "a|||phone\n" },
        { "external_id=A|name=a", "external_id=B|name=b", "a|||\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture f = begin();
        take(&f, cases[i].survivor);
        take(&f, cases[i].loser);
        CHECK_THAT(merge(&f, "A", "B") == CS_OK, "%s", kit.err.text);
        const char *rows = room_view(f.store, &cs_customer_view, "name phone email channel");
        CHECK_THAT(strncmp(rows, cases[i].after, strlen(cases[i].after)) == 0, "case %zu: %s", i, rows);
        end(&f);
    }
}

CS_TEST(homes, "roles go over to the survivor, one of a kind; the loser holds none")
{
    struct fixture f = begin();
    take(&f, "external_id=A|name=a|home=H1|role=owner");
    take(&f, "external_id=A|name=a|home=H2|role=tenant");
    take(&f, "external_id=B|name=b|home=H1|role=owner");
    take(&f, "external_id=B|name=b|home=H1|role=family");
    take(&f, "external_id=B|name=b|home=H3|role=agent");
    take(&f, "external_id=C|name=c|home=H4|role=owner");
    CHECK_INT(merge(&f, "A", "B"), CS_OK);
    CHECK_TEXT(room_view(f.store, &cs_customer_view, "external_id homes"), "A|3\nB|0\nC|1\n");
    const char *roles = room_view(f.store, &cs_home_role_view, "customer home role");
    CHECK(strstr(roles, "crm:A|H1|owner\n") && strstr(roles, "crm:A|H1|family\n"));
    CHECK(strstr(roles, "crm:A|H2|tenant\n") && strstr(roles, "crm:A|H3|agent\n"));
    CHECK(strstr(roles, "crm:C|H4|owner\n") && !strstr(roles, "crm:B"));
    take(&f, "external_id=B|name=b|home=H4|role=family"); /* later, under the old name */
    CHECK(strstr(room_view(f.store, &cs_home_role_view, "customer home role"), "crm:A|H4|family\n") != NULL);
    end(&f);
}

CS_TEST(import_after,
        "an import after a merge keeps them one, fills gaps, and takes nothing from the survivor")
{
    struct fixture f = begin();
    take(&f, "external_id=A|name=a|phone=13900005678");
    take(&f, "external_id=B|name=b");
    CHECK_INT(merge(&f, "A", "B"), CS_OK);
    CHECK_INT(take(&f, "external_id=B|name=b"), CS_CUSTOMER_UNCHANGED);
    CHECK_INT(take(&f, "external_id=B|name=bb|phone=13800001234|email=b@hx.example"), CS_CUSTOMER_UPDATED);
    CHECK_TEXT(room_view(f.store, &cs_customer_view, "external_id name phone email"),
               "A|a|13900005678|b@hx.example\nB|bb|13800001234|b@hx.example\n");
    CHECK_INT(take(&f, "external_id=B|name=bb|phone=13800001234|email=other@hx.example"),
              CS_CUSTOMER_UPDATED);
    CHECK_TEXT(room_view(f.store, &cs_customer_view, "external_id email"),
               "A|b@hx.example\nB|other@hx.example\n");
    CHECK_INT(id_of(&f, "B"), id_of(&f, "A"));
    end(&f);
}

/* ---- consent ---- */

static void say(struct fixture *f, const char *name, const char *purpose, bool given, int64_t at)
{
    struct cs_consent consent = { .purpose = purpose, .ground = "consent", .given = given, .at = at };
    CHECK_INT(cs_customer_consent(f->customers, id_of(f, name), &consent, &kit.err), CS_OK);
}

static bool allows(struct fixture *f, const char *name, const char *purpose)
{
    bool allowed = false;
    CHECK_INT(cs_customer_allows(f->customers, id_of(f, name), purpose, &allowed, &kit.err), CS_OK);
    return allowed;
}

CS_TEST(random_consents, "of any words in any order the latest counts, of two at once the one written last")
{
    static const char *const purposes[] = { "service", "marketing", "survey", "third_party" };
    struct fixture f = begin();
    unsigned seed = 21;
    for (int person = 0; person < 25; person++) {
        char line[60], name[16];
        int64_t latest[4] = { -1, -1, -1, -1 };
        bool now[4] = { true, false, false, false };
        snprintf(line, sizeof line, "external_id=N%d|name=n", person);
        snprintf(name, sizeof name, "N%d", person);
        take(&f, line);
        for (int word = 0; word < 12; word++) {
            seed = seed * 1103515245u + 12345u;
            int purpose = (int)(seed >> 16) % 4, at = (int)(seed >> 20) % 6;
            bool given = seed >> 28 & 1;
            say(&f, name, purposes[purpose], given, at);
            if (at >= latest[purpose]) {
                latest[purpose] = at;
                now[purpose] = given;
            }
            for (int i = 0; i < 4; i++)
                CHECK_THAT(allows(&f, name, purposes[i]) == now[i], "%s after %d words: %s", name, word + 1,
                           purposes[i]);
        }
    }
    end(&f);
}

CS_TEST(merged_consents, "after a merge the latest word of either counts, for all names")
{
    struct fixture f = begin();
    take(&f, "external_id=A|name=a");
    take(&f, "external_id=B|name=b");
    say(&f, "A", "marketing", true, 100);
    say(&f, "B", "marketing", false, 200);
    say(&f, "A", "survey", false, 300);
    say(&f, "B", "survey", true, 200);
    say(&f, "B", "third_party", true, 50);
    CHECK_INT(merge(&f, "A", "B"), CS_OK);
    CHECK(!allows(&f, "A", "marketing"));
    CHECK(!allows(&f, "B", "survey"));
    CHECK(allows(&f, "A", "third_party"));
    CHECK(allows(&f, "B", "service"));
    say(&f, "B", "marketing", true, 400);
    CHECK(allows(&f, "A", "marketing"));
    CHECK_TEXT(room_view(f.store, &cs_consent_view, "customer"), "1\n1\n1\n1\n1\n1\n");
    end(&f);
}

/* ---- names ---- */

CS_TEST(names, "a customer is named by number, by source and id, or by an id that is nobody else's")
{
    static const struct {
        const char *name, *says;
    } wrong[] = {
        { "", "there is no customer \"\"" },
        { "0", "there is no customer \"0\"" },
        { "-1", "there is no customer \"-1\"" },
        { "99999", "there is no customer \"99999\"" },
        { "crm:", "there is no customer \"crm:\"" },
        { "crm:Z", "there is no customer \"crm:Z\"" },
        { "other:A", "there is no customer \"other:A\"" },
        { "99999999999999999999", "there is no customer \"99999999999999999999\"" },
        { "A' OR 1=1 --", "there is no customer \"A' OR 1=1 --\"" },
    };
    struct fixture f = begin();
    int64_t id;
    take(&f, "external_id=A|name=a");
    take(&f, "external_id=x:y|name=b");
    CHECK_INT(id_of(&f, "A"), id_of(&f, "1"));
    CHECK_INT(id_of(&f, "crm:A"), 1);
    CHECK_INT(id_of(&f, "crm:x:y"), 2);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        cs_error_clear(&kit.err);
        CHECK_THAT(cs_customer_find(f.customers, wrong[i].name, &id, &kit.err) == CS_NONE, "%s",
                   wrong[i].name);
        CHECK_THAT(strstr(kit.err.text, wrong[i].says) != NULL, "%s: %s", wrong[i].name, kit.err.text);
    }
    end(&f);
}

/* ---- rows ---- */

CS_TEST(
    partial,
    "of any columns given or not given only those given change, and a row that changes nothing is unchanged")
{
    static const char *const fields[] = { "name",  "phone",   "phone2", "email",    "identity",
                                          "hours", "channel", "stage",  "language", "watch" };
    static const char *const values[][3] = {
        { "a", "b", "c" },
        { "13800000001", "13800000002", "13800000003" },
        { "02188880001", "02188880002", "02188880003" },
        { "a@hx.example", "b@hx.example", "c@hx.example" },
        { "110101199003070038", "110101199003070011", "110101199003070054" },
        { "am", "pm", "noon" },
        { "phone", "sms", "chat" },
        { "settled", "old", "settling" },
        { "zh", "en", "zh" },
        { "x", "y", "z" },
    };
    enum { FIELDS = sizeof fields / sizeof *fields };
    struct fixture f = begin();
    unsigned seed = 4;
    int now[FIELDS] = { 0 };
    char line[600] = "external_id=A", want[600];
    for (int i = 0; i < FIELDS; i++)
        sprintf(line + strlen(line), "|%s=%s", fields[i], values[i][0]);
    take(&f, line);
    for (int round = 0; round < 60; round++) {
        bool changes = false;
        strcpy(line, "external_id=A");
        for (int i = 0; i < FIELDS; i++) {
            seed = seed * 1103515245u + 12345u;
            if (seed >> 17 & 1)
                continue;
            int value = (int)(seed >> 20) % 3;
            sprintf(line + strlen(line), "|%s=%s", fields[i], values[i][value]);
            changes = changes || strcmp(values[i][now[i]], values[i][value]) != 0;
            now[i] = value;
        }
        CHECK_THAT((take(&f, line) == CS_CUSTOMER_UPDATED) == changes, "%s", line);
        want[0] = '\0';
        for (int i = 0; i < FIELDS; i++)
            sprintf(want + strlen(want), "%s%s", i ? "|" : "", values[i][now[i]]);
        strcat(want, "\n");
        CHECK_TEXT(room_view(f.store, &cs_customer_view,
                             "name phone phone2 email identity hours channel stage language watch"),
                   want);
    }
    end(&f);
}
