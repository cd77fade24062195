/* JSON as input: arrays and lines, values as they were written, faults in words and at their place. */
#include "io-kit.h"

CS_TEST(arrays, "the records of an array come one by one, keys becoming headings as they appear")
{
    CHECK_READ("[{\"a\":\"1\",\"b\":\"2\"},{\"b\":\"3\",\"c\":\"4\"},{}]", NULL, "1|1|2\n1|~|3|4\n1|~|~|~\n");
    CHECK_READ("[]", NULL, "");
    CHECK_READ(" \n [ ] \n", NULL, "");
}

CS_TEST(lines, "objects one after the other are records, on one line each or on several, as jq prints them")
{
    CHECK_READ("{\"a\":\"1\"}\n{\"a\":\"2\"}\n", NULL, "1|1\n2|2\n");
    CHECK_READ("{\n  \"a\": \"1\",\n  \"b\": 2\n}\n{\n  \"a\": \"3\"\n}\n", NULL, "1|1|2\n5|3|~\n");
    CHECK_READ("{\"a\":\"1\"}{\"a\":\"2\"}", NULL, "1|1\n1|2\n");
}

CS_TEST(literals, "numbers keep the text they were written with")
{
    CHECK_READ("{\"a\":0.10,\"b\":123456789012345678901234,\"c\":1E5,\"d\":-0,\"e\":1.0e-7}\n", NULL,
               "1|0.10|123456789012345678901234|1E5|-0|1.0e-7\n");
    CHECK_READ("{\"a\":110101199003071234,\"b\":\"0086\",\"t\":true,\"f\":false,\"n\":null}\n", NULL,
               "1|110101199003071234|0086|true|false|~\n");
}

CS_TEST(strings, "escapes are decoded, surrogate pairs too")
{
    CHECK_READ("{\"a\":\"q\\\" b\\\\ s\\/ t\\t n\\n \\u4e2d \\ud83d\\ude00\"}", NULL,
               "1|q\" b\\ s/ t\t n\n 中 😀\n");
    CHECK_READ("{\"\\u0061\":\"x\"}\n{\"a\":\"y\"}", NULL, "1|x\n2|y\n");
    CHECK_READ("{\"\":\"x\"}", NULL, "1|x\n");
}

CS_TEST(nested, "nested values become JSON text without spaces")
{
    CHECK_READ("{\"a\":{\"k\": [1, 2.50, \"a b\"]},\"b\":[ ],\"c\":\"x\"}", NULL,
               "1|{\"k\":[1,2.50,\"a b\"]}|[]|x\n");
}

CS_TEST(wrong_values, "what is no JSON is refused at its byte and reading goes on")
{
    CHECK_READ("{\"a\":tru}\n{\"a\":01}\n{\"a\":.5}\n{\"a\":1.}\n{\"a\":NaN}\n{\"a\":'x'}\n{\"a\":1,}\n{"
               "\"a\":\"ok\"}\n",
               NULL,
               "1:8! this is no JSON\n2:6! this is no JSON\n3:6! this is no JSON\n4:7! this is no JSON\n"
               "5:8! this is no JSON\n6:6! this is no JSON\n7:8! this is no JSON\n8|ok\n");
}

CS_TEST(odd_spaces, "numbers parted by a space are no number")
{
    CHECK_READ("[{\"a\":[13 2]},{\"a\":1 2},{\"a\":3}]", NULL,
               "1:11! this is no JSON\n1:22! this is no JSON\n1|3\n");
}

CS_TEST(refused_words,
        "doubled keys of a record, NUL, lone surrogates and numbers without bounds are refused")
{
    CHECK_READ("{\"a\":1,\"a\":2}\n{\"a\":{\"b\":1,\"b\":2}}\n{\"a\":\"\\u0000\"}\n{\"a\":\"\\ud800\"}\n{"
               "\"a\":1e999}\n",
               NULL,
               "1:8! a key stands twice in one object\n2|{\"b\":1,\"b\":2}\n"
               "3:13! a NUL character (\\u0000); text has none\n4:13! this is no JSON\n"
               "5:10! a number beyond what numbers can hold\n");
}

CS_TEST(no_objects, "a value that is no object is refused")
{
    CHECK_READ("[1,\"x\",[2],null,{\"a\":3}]", NULL,
               "1:2! a record has to be an object: {\"column\": value, ...}\n"
               "1:4! a record has to be an object: {\"column\": value, ...}\n"
               "1:8! a record has to be an object: {\"column\": value, ...}\n"
               "1:12! a record has to be an object: {\"column\": value, ...}\n1|3\n");
}

CS_TEST(broken_lines, "in lines a broken object is refused alone")
{
    CHECK_READ("{\"a\":1\n{\"a\":2}\n{\"a\":\"x}\n{\"a\":4}\n", NULL,
               "1:7! this is no JSON\n2|2\n3:9! this is no JSON\n4|4\n");
    CHECK_READ("{\"a\":1}\nrubbish, more\n{\"a\":2}\n", NULL,
               "1|1\n2:1! a record has to be an object: {\"column\": value, ...}\n3|2\n");
    CHECK_READ("{\"a\":1}\n{\"a\":", NULL, "1|1\n2:6! the input ends inside this value\n");
}

CS_TEST(broken_arrays, "a broken array fails: nothing in it can be trusted")
{
    CHECK_READ("[{\"a\":1} {\"a\":2}]", NULL,
               "1|1\nfailed: in.csv:1:10: a comma or ] has to stand between two values of an array\n");
    CHECK_READ("[{\"a\":1},", NULL, "1|1\nfailed: in.csv:1:10: the input ends before its array does\n");
    CHECK_READ("[{\"a\":1},\n{\"a\":", NULL, "1|1\nfailed: in.csv:2:6: the input ends inside this value\n");
    CHECK_READ("[{\"a\":1},]", NULL, "1|1\nfailed: in.csv:1:10: a value has to stand here in the array\n");
    CHECK_READ("[,]", NULL, "failed: in.csv:1:2: a value has to stand here in the array\n");
    CHECK_READ("[{\"a\":\"x\n\"}]", NULL, "failed: in.csv:1:9: this is no JSON\n");
}

CS_TEST(bytes, "bytes that are no UTF-8 and raw NUL are refused")
{
    CHECK_READ("{\"a\":\"\xFF\"}\n{\"a\":\"x\0y\"}\n{\"a\":\"z\"}\n", NULL,
               "1:7! byte 0xFF is not UTF-8\n2:8! a NUL byte; text has none\n3|z\n");
}

static char *nest(size_t depth)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_text(&text, "{\"a\":");
    for (size_t i = 0; i < depth; i++)
        cs_buffer_char(&text, '[');
    for (size_t i = 0; i < depth; i++)
        cs_buffer_char(&text, ']');
    cs_buffer_text(&text, "}\n{\"a\":1}");
    return cs_buffer_detach(&text);
}

CS_TEST(depth, "depth is limited in words, at 200,000 levels too")
{
    static const size_t depths[] = { 99, 100, 200000 };
    for (size_t i = 0; i < 3; i++) {
        char *text = nest(depths[i]), *got = kit_all(text, strlen(text), NULL);
        if (depths[i] < 100)
            CHECK(strncmp(got, "1|[[[", 5) == 0);
        else
            CHECK_TEXT(got, "1:1! values are nested deeper than 100\n2|1\n");
        free(got);
        free(text);
    }
}

CS_TEST(sizes, "values and records above the limits are refused in words")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_text(&text, "[{\"a\":\"");
    for (int i = 0; i < 70000; i++)
        cs_buffer_text(&text, "0123456789abcdef");
    cs_buffer_text(&text, "\"},\n{\"a\":[\"");
    for (int i = 0; i < 600000; i++)
        cs_buffer_text(&text, "0123456789abcdef");
    cs_buffer_text(&text, "\"]},\n{\"a\":2}]");
    char *got = kit_all(text.text, text.length, NULL);
    CHECK_TEXT(got, "1:7! a value is longer than the limit of 1 MiB\n2:1! the record is longer than the "
                    "limit of 8 MiB\n3|2\n");
    free(got);
    cs_buffer_release(&text);
}

CS_TEST(columns, "more keys than there may be columns are refused")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_char(&text, '{');
    for (int i = 0; i < 5000; i++)
        cs_buffer_printf(&text, "%s\"k%d\":1", i ? "," : "", i);
    cs_buffer_char(&text, '}');
    char *got = kit_all(text.text, text.length, NULL);
    CHECK_TEXT(got, "1:1! more than 4096 columns\n");
    free(got);
    cs_buffer_release(&text);
}

CS_TEST(places, "a cell's place is where its value begins")
{
    const char text[] = "[\n {\"a\": \"x\",\n  \"b\": 2},\n {\"b\": 3}]";
    struct cs_error err;
    const struct cs_raw *raw;
    struct cs_source *source = kit_open(text, sizeof text - 1, NULL, &err);
    CHECK_INT(cs_source_next(source, &raw, &err), CS_OK);
    CHECK_INT(cs_source_cell_place(source, 0).line, 2);
    CHECK_INT(cs_source_cell_place(source, 0).column, 8);
    CHECK_INT(cs_source_cell_place(source, 1).line, 3);
    CHECK_INT(cs_source_cell_place(source, 1).column, 8);
    CHECK_INT(cs_source_next(source, &raw, &err), CS_OK);
    CHECK_INT(raw->place.line, 4);
    CHECK_INT(cs_source_cell_place(source, 1).column, 8);
    cs_source_close(source);
}

CS_TEST(many, "an array far longer than the window passes through it whole")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_char(&text, '[');
    for (int i = 0; i < 50000; i++)
        cs_buffer_printf(&text, "%s{\"n\":%d,\"text\":\"line \\u4e2d %d\",\"deep\":[%d, 1]}", i ? ",\n" : "",
                         i, i, i);
    cs_buffer_text(&text, "]\n");
    struct cs_error err;
    const struct cs_raw *raw;
    struct cs_source *source = kit_open(text.text, text.length, NULL, &err);
    int count = 0, wrong = 0;
    while (cs_source_next(source, &raw, &err) == CS_OK) {
        wrong += atoi(raw->cells[0].text) != count || raw->place.line != count + 1;
        count++;
    }
    CHECK_INT(count, 50000);
    CHECK_INT(wrong, 0);
    cs_source_close(source);
    cs_buffer_release(&text);
}
