/*
 * The benchmark: any number of cases as a CRM's full export, one line at a time. Four in ten are open; ids
 * are unique and in no order; phones are of eight million people; homes and projects are the demo's.
 */
#include "generate.h"

#include <string.h>

enum { DAY = 86400 };

static const char heads[] = "external_id|kind|state|priority|grade|flags|channel|project|building|entrance|"
                            "room|scope|reporter|phone|relation|"
                            "demand|subject|body|category1|category2|place|component|symptom|class|cause|"
                            "party|supplier|taker|assignee|"
                            "handling_dept|occurred_at|recorded_at|first_contact_at|inspected_at|dispatched_"
                            "at|accepted_at|arrived_at|"
                            "done_at|closed_at|warranty|resolution|callback_result|score|cost";

struct line {
    struct cs_gen_random random;
    bool open, talk;
    int component, project;
    int64_t start;
};

static void head(struct cs_gen_file *file, struct line *line, uint64_t id)
{
    static const char *const kinds[] = { "repair", "inquiry", "complaint", "plea" };
    static const int weights[] = { 72, 14, 10, 4, 0 };
    static const char *const open[] = { "received", "to_inspect", "to_dispatch", "to_visit", "in_work" };
    static const int priorities[] = { 2, 11, 77, 10, 0 };
    static const char *const channels[] = { "call_line", "property_desk", "app", "visit", "patrol" };
    static const int channel_weights[] = { 24, 45, 22, 8, 3, 0 };
    int kind = cs_gen_pick(&line->random, weights);
    line->talk = kind == 1;
    cs_gen_format(file, "WO%010u", (unsigned)id);
    cs_gen_cell(file, kinds[kind]);
    cs_gen_cell(file, !line->open ? "closed"
                      : kind == 0 ? open[cs_gen_below(&line->random, 5)]
                      : kind == 2 ? "to_check"
                                  : "in_work");
    cs_gen_format(file, "%d", cs_gen_pick(&line->random, priorities) + 1);
    cs_gen_cell(file, kind == 2 ? "ordinary" : "");
    cs_gen_cell(file, "");
    cs_gen_cell(file, channels[cs_gen_pick(&line->random, channel_weights)]);
}

static void place(struct cs_gen_file *file, struct line *line)
{
    struct cs_gen_random *random = &line->random;
    line->project = (int)cs_gen_below(random, CS_GEN_PROJECTS);
    cs_gen_cell(file, cs_gen_projects[line->project].name);
    cs_gen_format(file, "%d", (int)cs_gen_between(random, 1, 5));
    cs_gen_format(file, "%d", (int)cs_gen_between(random, 1, 2));
    cs_gen_format(file, "%d%02d", (int)cs_gen_between(random, 1, 12), (int)cs_gen_between(random, 1, 2));
    cs_gen_cell(file, "indoor");
    cs_gen_cell(file, cs_gen_name(random));
    int64_t person = cs_gen_below(random, 8000000);
    cs_gen_format(file, "13%d%08d", (int)(person % 10), (int)(person / 10 * 123 + 17));
    cs_gen_cell(file, "owner");
    cs_gen_cell(file, "repair");
}

static void fault(struct cs_gen_file *file, struct line *line)
{
    static const int components[] = { 220, 180, 140, 120, 90, 90, 70, 40, 50, 0 };
    struct cs_gen_random *random = &line->random;
    char text[256];
    line->component = cs_gen_pick(random, components);
    struct cs_gen_words words = cs_gen_fault_words(random, line->component);
    snprintf(text, sizeof text, "%s%s", words.place, words.symptom);
    cs_gen_cell(file, text);
    snprintf(text, sizeof text, "%s%s，%s，%s，%s。", words.place, words.symptom, cs_gen_since(random),
             cs_gen_wish(random), cs_gen_question(random));
    cs_gen_cell(file, text);
    cs_gen_cell(file, "房屋质量");
    cs_gen_cell(file, cs_gen_component_words[line->component]);
    cs_gen_cell(file, words.place);
    cs_gen_cell(file, cs_gen_component_codes[line->component]);
    cs_gen_cell(file, words.symptom);
    cs_gen_cell(file, line->open ? "" : cs_gen_chance(random, 700) ? "workmanship" : "material");
    cs_gen_cell(file, line->open ? "" : cs_gen_cause(random, line->component));
    cs_gen_cell(file, line->open ? "" : cs_gen_projects[line->project].builder);
    cs_gen_cell(file, line->open ? "" : cs_gen_projects[line->project].waterproofer);
    cs_gen_format(file, "坐席%02d", (int)cs_gen_below(random, 40));
    cs_gen_cell(file, cs_gen_projects[line->project].engineer);
    cs_gen_cell(file, "客户关系部");
}

static void moments(struct cs_gen_file *file, struct line *line)
{
    struct cs_gen_random *random = &line->random;
    int64_t at =
        cs_gen_at(cs_gen_day(2024, 11, 1) + cs_gen_below(random, 730), 8, 0) + cs_gen_below(random, DAY / 2);
    int64_t span = cs_gen_between(random, DAY / 2, 12 * DAY), start = at;
    static const int shares[] = { 0, 1, 3, 14, 19, 24, 50, 85, 100 };
    char text[40];
    for (int i = 0; i < 9; i++) {
        bool known = !line->open || i < 2 || (i == 2 && cs_gen_chance(random, 500));
        at = start + span * shares[i] / 100 + i * 61;
        cs_gen_cell(file, known ? cs_gen_moment(at, CS_GEN_PLAIN, text) : "");
    }
}

static void outcome(struct cs_gen_file *file, struct line *line)
{
    struct cs_gen_random *random = &line->random;
    cs_gen_cell(file, cs_gen_chance(random, 880) ? "in" : "out");
    cs_gen_cell(file, line->open ? "" : cs_gen_repair(random, line->component));
    cs_gen_cell(file, line->open ? "" : "solved");
    if (line->open || !cs_gen_chance(random, 250))
        cs_gen_cell(file, "");
    else
        cs_gen_format(file, "%d", 5 - (int)(cs_gen_below(random, 100) / 70));
    if (line->open)
        cs_gen_cell(file, "");
    else
        cs_gen_format(file, "%d.00", (int)cs_gen_below(random, 900));
    cs_gen_end(file);
}

/* Steps through the 32-bit numbers in an order that looks like chance and meets none twice. */
static uint64_t identity(uint64_t number)
{
    uint32_t x = (uint32_t)number * 2654435761u + 40503u;
    x ^= x >> 15;
    x *= 2246822519u;
    x ^= x >> 13;
    return x;
}

void cs_gen_tickets(int64_t count, int64_t from)
{
    struct cs_gen_file file;
    cs_gen_standard(&file);
    cs_gen_line(&file, heads);
    for (int64_t i = from; i < from + count; i++) {
        struct line line = { .random = { cs_gen_mix((uint64_t)i) } };
        line.open = cs_gen_chance(&line.random, 400);
        head(&file, &line, identity((uint64_t)i));
        place(&file, &line);
        fault(&file, &line);
        moments(&file, &line);
        outcome(&file, &line);
    }
    cs_gen_close(&file);
}
