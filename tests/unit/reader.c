/* Readers: headings to fields, values through the mapping, extra, refusals and rejects. */
#include "io-kit.h"
#include "io/date-order.h"

#include <sys/stat.h>

/* A reader with what it stands on. */
struct bench {
    struct cs_source *source;
    struct cs_mapping *mapping;
    struct cs_reader *reader;
    struct cs_row *row;
    struct cs_error err;
};

static enum cs_status begin(struct bench *bench, const char *text, const char *map, bool only_key)
{
    *bench = (struct bench){ .err = CS_ERROR_INIT };
    bench->source = kit_open(text, strlen(text), NULL, &bench->err);
    if (map && cs_mapping_read("my.map", map, strlen(map), &kit_record, &bench->mapping, &bench->err))
        CHECK_TEXT(bench->err.text, "");
    struct cs_reader_options options = { .mapping = bench->mapping,
                                         .parse = { .zone = kit_zone(), .allow_serial = true },
                                         .diag = &kit_diag,
                                         .need_only_key = only_key };
    return cs_reader_new(bench->source, &kit_record, &options, &bench->reader, &bench->err);
}

static enum cs_status next(struct bench *bench)
{
    cs_error_clear(&bench->err);
    return cs_reader_next(bench->reader, &bench->row, &bench->err);
}

static const char *text_of(const struct bench *bench, int field)
{
    return cs_value_text(&bench->row->values[field]);
}

static void end(struct bench *bench)
{
    cs_reader_free(bench->reader);
    cs_mapping_free(bench->mapping);
    cs_source_close(bench->source);
}

CS_TEST(typed, "cells become typed values by the descriptor")
{
    struct bench bench;
    CHECK_INT(begin(&bench,
                    "id,编号,Customer,priority,opened,due,cost,score,share,done\n"
                    "7,00123,张三,紧急,2026-03-05 14:07,2026/3/6,12.5,4,0.25,yes\n",
                    NULL, false),
              CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_INT(bench.row->values[KIT_ID].integer, 7);
    CHECK_TEXT(text_of(&bench, KIT_NUMBER), "00123");
    CHECK_TEXT(text_of(&bench, KIT_CUSTOMER), "张三");
    CHECK_TEXT(text_of(&bench, KIT_PRIORITY), "urgent");
    CHECK_INT(bench.row->values[KIT_OPENED].integer, 1772690820);
    CHECK_INT(bench.row->values[KIT_COST].integer, 1250);
    CHECK_INT(bench.row->values[KIT_DONE].integer, 1);
    CHECK_INT(bench.row->values[KIT_PHONE].type, CS_NULL);
    CHECK(cs_reader_has(bench.reader, KIT_COST) && !cs_reader_has(bench.reader, KIT_PHONE));
    CHECK(!cs_reader_has(bench.reader, -1) && !cs_reader_has(bench.reader, 99));
    CHECK_INT(next(&bench), CS_NONE);
    end(&bench);
}

CS_TEST(mapped, "a mapping's columns, values, constants and dates are followed")
{
    struct bench bench;
    CHECK_INT(
        begin(&bench, "Ref,Status,When,customer,junk,phone\nA1,P1,05/03/2026 02:07 PM,Li,zz,13800001111\n",
              "[file]\ndates = day-first\n[column \"Ref\"] to = number\n[column \"Status\"] to = priority\n"
              "[column \"When\"] to = opened\n[value \"priority\"] P1 = urgent\n[constant]\ntext = fixed\n"
              "[ignore] column = junk\n",
              false),
        CS_OK);
    CHECK_TEXT(kit_said.text, "");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_NUMBER), "A1");
    CHECK_TEXT(text_of(&bench, KIT_PRIORITY), "urgent");
    CHECK_TEXT(text_of(&bench, KIT_TEXT), "fixed");
    CHECK_INT(bench.row->values[KIT_OPENED].integer, 1772690820);
    CHECK(cs_reader_has(bench.reader, KIT_TEXT));
    end(&bench);
}

CS_TEST(constant_wins, "a constant wins over the column of its field, whose text is kept in extra")
{
    struct bench bench;
    CHECK_INT(begin(&bench, "number,text\n1,own\n", "[constant]\ntext = fixed\n", false), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_TEXT), "fixed");
    CHECK_TEXT(text_of(&bench, KIT_EXTRA), "{\"text\":\"own\"}");
    end(&bench);
    CHECK_INT(begin(&bench, "number\n1\n", "[constant]\nscore = 9\n", false), CS_FAILED);
    CHECK(strncmp(bench.err.text, "constant score: ", 16) == 0);
    end(&bench);
}

CS_TEST(extra, "what no field takes is kept in extra, in the order of the file, and said once")
{
    struct bench bench;
    CHECK_INT(begin(&bench, "number,zeta,\"Alpha \"\"x\"\"\",\n1,a,\"q\"\"\n\",last\n2,,,\n", NULL, false),
              CS_OK);
    CHECK_TEXT(kit_said.text, "columns kept in extra: zeta, Alpha \"x\", (without a heading)\n");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_EXTRA),
               "{\"zeta\":\"a\",\"Alpha \\\"x\\\"\":\"q\\\"\\n\",\"column 4\":\"last\"}");
    CHECK(cs_reader_has(bench.reader, KIT_EXTRA));
    CHECK_INT(next(&bench), CS_OK);
    CHECK_INT(bench.row->values[KIT_EXTRA].type, CS_NULL);
    end(&bench);
}

CS_TEST(own_extra, "the file's own column extra is kept, and added to")
{
    struct bench bench;
    CHECK_INT(begin(&bench, "number,extra,more\n1,\"{\"\"a\"\":1}\",x\n2,{},y\n3,\"{\"\"a\"\":1}\",\n", NULL,
                    false),
              CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_EXTRA), "{\"a\":1,\"more\":\"x\"}");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_EXTRA), "{\"more\":\"y\"}");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_EXTRA), "{\"a\":1}");
    end(&bench);
}

CS_TEST(clash, "one heading twice is an error that names both")
{
    struct bench bench;
    CHECK_INT(begin(&bench, "number,number\n1,2\n", NULL, false), CS_FAILED);
    CHECK_TEXT(bench.err.text, "in.csv: the columns \"number\" and \"number\" both give number");
    end(&bench);
    CHECK_INT(begin(&bench, "电话,* 电话（必填）\n1,2\n", NULL, false), CS_FAILED);
    CHECK_TEXT(bench.err.text, "in.csv: the columns \"电话\" and \"* 电话（必填）\" both give phone");
    end(&bench);
}

CS_TEST(better, "of two columns for one field the better heading gives it, the other is kept and said")
{
    struct bench bench;
    CHECK_INT(begin(&bench, "编号,number\n1,2\n", NULL, false), CS_OK);
    CHECK_TEXT(kit_said.text, "number is given by \"number\"; \"编号\" is kept in extra\n");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_NUMBER), "2");
    CHECK_TEXT(text_of(&bench, KIT_EXTRA), "{\"编号\":\"1\"}");
    CHECK_INT(cs_reader_column(bench.reader, 0)->way, CS_WAY_OUTDONE);
    CHECK_INT(cs_reader_column(bench.reader, 0)->rival, 1);
    CHECK_INT(cs_reader_column(bench.reader, 1)->way, CS_WAY_NAME);
    CHECK(!cs_reader_column(bench.reader, 2));
    end(&bench);
    /* A mapping's column wins over the field's own name. */
    CHECK_INT(begin(&bench, "number,Ref\n1,2\n", "[column \"Ref\"] to = number\n", false), CS_OK);
    CHECK_TEXT(kit_said.text, "number is given by \"Ref\"; \"number\" is kept in extra\n");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_NUMBER), "2");
    end(&bench);
    /* What earlier records of a JSON file were read with goes on. */
    CHECK_INT(begin(&bench, "{\"编号\":\"1\"}{\"编号\":\"3\",\"number\":\"2\"}", NULL, false), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_NUMBER), "3");
    CHECK_TEXT(text_of(&bench, KIT_EXTRA), "{\"number\":\"2\"}");
    end(&bench);
}

CS_TEST(members, "a column of yes and no about one member of a set adds it, and several do")
{
    struct bench bench;
    CHECK_INT(begin(&bench,
                    "number,标记,是否群诉,IsMedia,是否加急\n1,加急,是,no,\n2,,否,YES,1\n3,,,,\n"
                    "4,,三户,,\n5,,群诉,0,否\n",
                    NULL, false),
              CS_OK);
    CHECK_TEXT(kit_said.text, "");
    CHECK(cs_reader_has(bench.reader, KIT_FLAGS));
    CHECK_INT(cs_reader_column(bench.reader, 2)->way, CS_WAY_MEMBER);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_FLAGS), "group;urgent");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_FLAGS), "media;urgent");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_FLAGS), "");
    CHECK_INT(next(&bench), CS_REFUSED);
    CHECK_TEXT(bench.err.text, "flags: must be yes or no, not \"三户\"");
    CHECK_INT(cs_reader_place(bench.reader).column, 4);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_FLAGS), "group");
    end(&bench);
    CHECK_INT(begin(&bench, "number,is_media,Is group,Isgroup,island,has\n1,是,Y,1,1,1\n", NULL, false),
              CS_OK);
    CHECK_TEXT(kit_said.text, "columns kept in extra: Isgroup, island, has\n");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_FLAGS), "media;group");
    end(&bench);
    CHECK_INT(begin(&bench, "number,是否群诉\n1,是\n", "[constant] flags = media\n", false), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_FLAGS), "media");
    CHECK_TEXT(text_of(&bench, KIT_EXTRA), "{\"是否群诉\":\"是\"}");
    end(&bench);
}

CS_TEST(alone, "a heading that says all comes first, unless its parts have columns")
{
    struct bench bench;
    CHECK_INT(begin(&bench, "number,房号,房产全称\n1,1801,3栋1801\n", NULL, false), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_ROOM), "3栋1801");
    CHECK_TEXT(text_of(&bench, KIT_EXTRA), "{\"房号\":\"1801\"}");
    end(&bench);
    CHECK_INT(begin(&bench, "房产全称,number,房号,楼栋\n3栋1801,1,1801,3\n", NULL, false), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_ROOM), "1801");
    CHECK_TEXT(text_of(&bench, KIT_BUILDING), "3");
    end(&bench);
    CHECK_INT(begin(&bench, "房产全称,number,房号\n3栋1801,1,1801\n", "[constant] building = 7\n", false),
              CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_ROOM), "1801");
    end(&bench);
}

CS_TEST(watched, "a column that the caller watches is shown to it and kept nowhere")
{
    struct bench bench = { .err = CS_ERROR_INIT };
    const char *text = "number,是否超期（是/否）\n1,是\n";
    bench.source = kit_open(text, strlen(text), NULL, &bench.err);
    struct cs_reader_options options = { .diag = &kit_diag };
    struct cs_record watching = kit_record;
    watching.watched = "是否逾期|是否超期";
    CHECK_INT(cs_reader_new(bench.source, &watching, &options, &bench.reader, &bench.err), CS_OK);
    CHECK(!cs_reader_watched(bench.reader));
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(cs_reader_watched(bench.reader)->text, "是");
    CHECK_INT(bench.row->values[KIT_EXTRA].type, CS_NULL);
    CHECK_TEXT(kit_said.text, "");
    end(&bench);
    CHECK_INT(begin(&bench, "number\n1\n", NULL, false), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK(!cs_reader_watched(bench.reader));
    end(&bench);
}

CS_TEST(looks,
        "a record can be looked at cell by cell: each is good or bad by itself, broken records are told")
{
    struct bench bench;
    struct cs_value value;
    CHECK_INT(begin(&bench, "number,score,priority,是否群诉,zeta,cost\n1,9,hot,是,q,3\n2\n,4,normal,x,,y\n",
                    "[constant] text = fixed\n", false),
              CS_OK);
    CHECK_INT(cs_reader_look(bench.reader, &bench.err), CS_OK);
    CHECK_INT(cs_reader_cell(bench.reader, 0, &value, &bench.err), CS_OK);
    CHECK_TEXT(cs_value_text(&value), "1");
    CHECK_INT(cs_reader_cell(bench.reader, 1, &value, &bench.err), CS_REFUSED);
    CHECK_TEXT(bench.err.text, "score: must be 1..5, not \"9\"");
    cs_error_clear(&bench.err);
    CHECK_INT(cs_reader_cell(bench.reader, 2, &value, &bench.err), CS_REFUSED);
    cs_error_clear(&bench.err);
    CHECK_INT(cs_reader_cell(bench.reader, 3, &value, &bench.err), CS_OK);
    CHECK_TEXT(cs_value_text(&value), "group");
    CHECK_INT(cs_reader_cell(bench.reader, 4, &value, &bench.err),
              CS_OK); /* goes to extra: becomes nothing */
    CHECK_INT(value.type, CS_NULL);
    CHECK_INT(cs_reader_cell(bench.reader, 5, &value, &bench.err), CS_OK);
    CHECK_INT(value.integer, 300);
    CHECK_INT(cs_reader_cell(bench.reader, 99, &value, &bench.err), CS_OK);
    CHECK_INT(value.type, CS_NULL);
    struct cs_value constant = cs_reader_constant(bench.reader, KIT_TEXT);
    CHECK_TEXT(cs_value_text(&constant), "fixed");
    CHECK_INT(cs_reader_constant(bench.reader, KIT_COST).type, CS_NULL);
    CHECK_INT(cs_reader_look(bench.reader, &bench.err), CS_REFUSED);
    cs_error_clear(&bench.err);
    CHECK_INT(cs_reader_look(bench.reader, &bench.err), CS_OK);
    CHECK_INT(cs_reader_cell(bench.reader, 1, &value, &bench.err), CS_OK);
    CHECK_INT(value.integer, 4);
    CHECK_INT(cs_reader_cell(bench.reader, 3, &value, &bench.err), CS_REFUSED);
    CHECK_INT(cs_reader_look(bench.reader, &bench.err), CS_NONE);
    end(&bench);
}

CS_TEST(refusals, "a refused cell is named by field, value and place, and reading goes on")
{
    struct bench bench;
    CHECK_INT(begin(&bench, "number,score,priority\n1,9,normal\n2,3,hot\n,3,normal\n4,5\n5,5,normal\n", NULL,
                    false),
              CS_OK);
    CHECK_INT(next(&bench), CS_REFUSED);
    CHECK(strncmp(bench.err.text, "score: ", 7) == 0);
    CHECK_INT(bench.err.status, CS_REFUSED);
    CHECK_INT(cs_reader_place(bench.reader).line, 2);
    CHECK_INT(cs_reader_place(bench.reader).column, 3);
    CHECK_TEXT(cs_reader_place(bench.reader).file, "in.csv");
    CHECK_INT(next(&bench), CS_REFUSED);
    CHECK(strncmp(bench.err.text, "priority: ", 10) == 0 && strstr(bench.err.text, "hot"));
    CHECK_INT(cs_reader_place(bench.reader).column, 5);
    CHECK_INT(next(&bench), CS_REFUSED);
    CHECK_TEXT(bench.err.text, "number: must not be empty");
    CHECK_INT(next(&bench), CS_REFUSED);
    CHECK_TEXT(bench.err.text, "expected 3 fields, found 2");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_INT(cs_reader_place(bench.reader).line, 6);
    CHECK_INT(next(&bench), CS_NONE);
    end(&bench);
}

CS_TEST(only_key, "where only ids are needed other columns are let be")
{
    struct bench bench;
    CHECK_INT(begin(&bench, "{\"id\":7,\"score\":\"many\",\"what\":1}\n", NULL, true), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_INT(bench.row->values[KIT_ID].integer, 7);
    CHECK_INT(bench.row->values[KIT_SCORE].type, CS_NULL);
    CHECK_INT(bench.row->values[KIT_EXTRA].type, CS_NULL);
    CHECK_TEXT(kit_said.text, "");
    end(&bench);
}

CS_TEST(derived, "columns that are worked out are passed over")
{
    struct bench bench;
    CHECK_INT(begin(&bench, "number,age\n1,nonsense\n", NULL, false), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_INT(bench.row->values[KIT_AGE].type, CS_NULL);
    CHECK_INT(bench.row->values[KIT_EXTRA].type, CS_NULL);
    end(&bench);
}

CS_TEST(json_rows, "JSON gives the same rows; null and absent keys leave a field as it is")
{
    struct bench bench;
    CHECK_INT(
        begin(
            &bench,
            "[{\"number\":110101199003071234,\"cost\":0.10,\"done\":true,\"extra\":{\"k\":[1]},\"new\":null},"
            "{\"number\":\"x\",\"score\":null,\"new\":\"y\"}]",
            NULL, false),
        CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_NUMBER), "110101199003071234");
    CHECK_INT(bench.row->values[KIT_COST].integer, 10);
    CHECK_INT(bench.row->values[KIT_DONE].integer, 1);
    CHECK_TEXT(text_of(&bench, KIT_EXTRA), "{\"k\":[1]}");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_INT(bench.row->values[KIT_COST].type, CS_NULL);
    CHECK_TEXT(text_of(&bench, KIT_EXTRA), "{\"new\":\"y\"}");
    end(&bench);
}

CS_TEST(excel, "the ' of a disarmed cell is taken off where the file began with a mark")
{
    struct bench bench;
    CHECK_INT(begin(&bench, "\xEF\xBB\xBFnumber,text\r\n'=1+1,''-x\r\n'plain,-5\r\n", NULL, false), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_NUMBER), "=1+1");
    CHECK_TEXT(text_of(&bench, KIT_TEXT), "'-x");
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_NUMBER), "'plain");
    end(&bench);
    CHECK_INT(begin(&bench, "number\n'=1+1\n", NULL, false), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_NUMBER), "'=1+1");
    end(&bench);
}

CS_TEST(date_orders, "dates are turned year first, and only where they are dates")
{
    static const struct {
        bool day_first;
        const char *text, *want;
    } dates[] = {
        { true, "5/3/2026", "2026-03-05" },
        { false, "5/3/2026", "2026-05-03" },
        { true, "05.03.2026 14:07", "2026-03-05 14:07" },
        { false, "3-5-26", "2026-03-05" },
        { false, "03/05/2026 12:07:09 AM", "2026-03-05 00:07:09" },
        { false, "3/5/2026 12:00 pm", "2026-03-05 12:00:00" },
        { false, "3/5/2026, 2:07 PM", "2026-03-05 14:07:00" },
        { true, "5/3/2026,14:07", "2026-03-05 14:07" },
        { true, "2026-03-05", "2026-03-05" },
        { true, "5/3-2026", "5/3-2026" },
        { true, "5/3/20261", "5/3/20261" },
        { true, "soon", "soon" },
        { true, "", "" },
        { true, "1/2", "1/2" },
        { true, "5/3/2026 25:07 pm", "2026-03-05 25:07 pm" },
    };
    struct cs_arena arena = CS_ARENA_INIT;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        const char *text = dates[i].text;
        size_t length = strlen(text);
        cs_date_order(dates[i].day_first, &arena, &text, &length);
        CHECK_TEXT(text, dates[i].want);
        CHECK_INT(length, strlen(dates[i].want));
    }
    cs_arena_release(&arena);
}

/* Reads all records of a text and writes what is refused; returns the rejects file's text. */
static char *reject(const char *text, const char *path)
{
    struct bench bench;
    struct cs_rejects *rejects = NULL;
    CHECK_INT(begin(&bench, text, NULL, false), CS_OK);
    CHECK_INT(cs_rejects_open(path, bench.source, &rejects, &bench.err), CS_OK);
    enum cs_status status;
    while ((status = next(&bench)) == CS_OK || status == CS_REFUSED)
        if (status == CS_REFUSED)
            CHECK_INT(cs_rejects_add(rejects, cs_reader_raw(bench.reader), bench.err.text, &bench.err),
                      CS_OK);
    CHECK_INT(cs_rejects_close(rejects, &bench.err), CS_OK);
    end(&bench);
    int fd = open(path, O_RDONLY);
    char *got = kit_slurp(fd);
    close(fd);
    return got;
}

static char reject_path[] = "/tmp/cs-unit-rejects-XXXXXX";

CS_TEST(rejects_csv, "refused rows are written whole with line and reason, mode 0600, and read again")
{
    struct stat about;
    close(mkstemp(reject_path));
    char *got = reject("number,score\n1,9\n2,3\n3\n\"x\"\"y\",\"a,b\"\n4,\"z\" q\n", reject_path);
    CHECK_TEXT(got, "number,score,line,reason\n"
                    "1,9,2,\"score: must be 1..5, not \"\"9\"\"\"\n"
                    "3,4,\"expected 2 fields, found 1\"\n"
                    "\"x\"\"y\",\"a,b\",5,\"score: must be 1..5, not \"\"a,b\"\"\"\n"
                    "\"4,\"\"z\"\" q\",6,text after the closing quote of a field (its quote opened on line "
                    "6); double a quote "
                    "that belongs to the text\n");
    CHECK(stat(reject_path, &about) == 0 && (about.st_mode & 0777) == 0600);
    struct bench bench;
    CHECK_INT(begin(&bench, got, NULL, false), CS_OK);
    CHECK_TEXT(kit_said.text, "");
    CHECK_INT(next(&bench), CS_REFUSED);
    CHECK_INT(next(&bench), CS_REFUSED);
    CHECK_TEXT(bench.err.text, "expected 4 fields, found 3");
    end(&bench);
    free(got);
}

CS_TEST(rejects_bytes, "a row with a bad byte is written byte for byte")
{
    char *got = reject("number,text\n1,\xFFx\n", reject_path);
    CHECK_TEXT(got, "number,text,line,reason\n1,\xFFx,2,byte 0xFF is not UTF-8\n");
    free(got);
}

CS_TEST(rejects_dialect, "the delimiter and the mark of the input are kept")
{
    char *got = reject("\xEF\xBB\xBFnumber;score\n1;9\n", reject_path);
    CHECK(strncmp(got, "\xEF\xBB\xBFnumber;score;line;reason\n1;9;2;", 33) == 0);
    free(got);
}

CS_TEST(rejects_json, "of JSON, JSON Lines are written, ready to be read again")
{
    char *got = reject("[{\"number\":\"1\",\n \"score\":9 },\n {\"number\":\"2\"}, 5,{}]", reject_path);
    CHECK(strncmp(got, "{\"number\":\"1\",  \"score\":9 ,\"line\":1,\"reason\":\"score: ", 50) == 0);
    CHECK(strstr(got, "{\"value\":\"5\",\"line\":3,\"reason\":\"a record has to be an object") != NULL);
    struct bench bench;
    CHECK_INT(begin(&bench, got, NULL, false), CS_OK);
    CHECK_INT(next(&bench), CS_REFUSED);
    CHECK(strncmp(bench.err.text, "score: ", 7) == 0);
    end(&bench);
    free(got);
}

CS_TEST(rejects_refused, "rejects go over no link and not over the input itself, and a full disk is told")
{
    char link[64];
    struct bench bench;
    struct cs_rejects *rejects = NULL;
    snprintf(link, sizeof link, "%s.link", reject_path);
    CHECK_INT(symlink(reject_path, link), 0);
    CHECK_INT(begin(&bench, "number\n1\n", NULL, false), CS_OK);
    CHECK_INT(cs_rejects_open(link, bench.source, &rejects, &bench.err), CS_FAILED);
    CHECK(strstr(bench.err.text, "Too many levels of symbolic links") != NULL);
    unlink(link);
    cs_error_clear(&bench.err);
    CHECK_INT(cs_rejects_open("/no/such/folder/x", bench.source, &rejects, &bench.err), CS_FAILED);
    cs_error_clear(&bench.err);
    CHECK_INT(cs_rejects_open("/dev/full", bench.source, &rejects, &bench.err), CS_OK);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_INT(cs_rejects_add(rejects, cs_reader_raw(bench.reader), "why", &bench.err), CS_OK);
    CHECK_INT(cs_rejects_close(rejects, &bench.err), CS_FAILED);
    CHECK_TEXT(bench.err.text, "/dev/full: write error: No space left on device");
    end(&bench);

    struct cs_source *source = NULL;
    cs_error_clear(&bench.err);
    CHECK_INT(cs_source_open(open(reject_path, O_RDONLY), reject_path, NULL, &source, &bench.err), CS_OK);
    CHECK_INT(cs_rejects_open(reject_path, source, &rejects, &bench.err), CS_FAILED);
    CHECK(strstr(bench.err.text, "is the input itself") != NULL);
    cs_source_close(source);
    unlink(reject_path);
    CHECK_INT(cs_rejects_close(NULL, NULL), CS_OK);
}

CS_TEST(all_faults, "every fault of a record is told at once, at the place of the first")
{
    struct bench bench;
    CHECK_INT(begin(&bench, "number,score,priority,phone\n1,9,nein,abc\n2,1,urgent,13800001111\n,9,urgent,\n",
                    NULL, false),
              CS_OK);
    CHECK_INT(next(&bench), CS_REFUSED);
    CHECK_INT(cs_reader_place(bench.reader).column, 3); /* 1,9: the score is the third byte */
    CHECK_INT(cs_reader_place(bench.reader).line, 2);
    const char *score = strstr(bench.err.text, "score: "), *priority = strstr(bench.err.text, "; priority: "),
               *phone = strstr(bench.err.text, "; phone: ");
    CHECK_THAT(score == bench.err.text && priority > score && phone > priority, "%s", bench.err.text);
    cs_error_clear(&bench.err);
    CHECK_INT(next(&bench), CS_OK);
    CHECK_TEXT(text_of(&bench, KIT_PRIORITY), "urgent");
    CHECK_INT(next(&bench), CS_REFUSED);
    CHECK_THAT(strncmp(bench.err.text, "number: must not be empty; score: ", 34) == 0, "%s", bench.err.text);
    end(&bench);
}
