/* CSV by example: documents as spreadsheets, CRMs and careless hands write them. */
#include "io-kit.h"

struct example {
    const char *what, *text, *want;
};

static void check_examples(const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *got = kit_all(examples[i].text, strlen(examples[i].text), NULL);
        CHECK_THAT(strcmp(got, examples[i].want) == 0, "%s gave <%s>", examples[i].what, got);
        free(got);
    }
}

#define CHECK_EXAMPLES(examples) check_examples(examples, sizeof examples / sizeof *examples)

CS_TEST(spectrum, "what CSV readers differ over is read one way")
{
    static const struct example examples[] = {
        { "comma in quotes", "first,last,address\nJohn,Doe,\"120 any st.\"\n", "2|John|Doe|120 any st.\n" },
        { "empty cells", "a,b,c\n1,\"\",\"\"\n2,3,4\n", "2|1||\n3|2|3|4\n" },
        { "empty cells and CRLF", "a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n", "2|1||\n3|2|3|4\n" },
        { "doubled quotes", "a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n", "2|1|ha \"ha\" ha\n3|3|4\n" },
        { "JSON in a cell", "key,val\n1,\"{\"\"type\"\": \"\"Point\"\"}\"\n", "2|1|{\"type\": \"Point\"}\n" },
        { "line ends in cells", "a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n7,8,9\n",
          "2|1|2|3\n3|Once upon \na time|5|6\n5|7|8|9\n" },
        { "CRLF in cells", "a,b\r\n\"x\r\ny\",2\r\n3,4\r\n", "2|x\r\ny|2\n4|3|4\n" },
        { "a quote and a line end", "a,b\n1,\"ha \n\"\"ha\"\" \nha\"\n3,4\n",
          "2|1|ha \n\"ha\" \nha\n5|3|4\n" },
        { "plain", "a,b,c\n1,2,3\n", "2|1|2|3\n" },
        { "UTF-8", "a,b,c\n1,2,3\n4,5,ʤ中\n", "2|1|2|3\n3|4|5|ʤ中\n" },
        { "quoted headings", "\"a\",\"b,c\"\n1,2\n", "2|1|2\n" },
        { "no data", "a,b,c\n", "" },
        { "one column", "a\n1\n\n2\n\"\"\n", "2|1\n4|2\n5|\n" },
        { "spaces around quotes are text", "a,b\n1, 2 \n", "2|1| 2 \n" },
        { "a lone quote cell", "a,b\n\"\"\"\",x\n", "2|\"|x\n" },
        { "a comma at the end of the heading", "a,b,\n1,2,\n", "2|1|2|\n" },
        { "a single cell in quotes without a line end", "a\n\"x\"", "2|x\n" },
        { "comment signs are text", "a,b\n#1,2\n", "2|#1|2\n" },
        { "backslashes are text", "a,b\n\\,\\n\n", "2|\\|\\n\n" },
        { "single quotes are text", "a,b\n'x,y'\n", "2|'x|y'\n" },
        { "hash and formula", "a,b\n=A1,@x\n", "2|=A1|@x\n" },
    };
    CHECK_EXAMPLES(examples);
}

CS_TEST(careless, "what careless hands leave is refused, each row for itself")
{
    static const struct example examples[] = {
        { "a cell too few and one too many", "a,b\n1\n1,2,3\n4,5\n",
          "2:1! expected 2 fields, found 1\n3:1! expected 2 fields, found 3\n4|4|5\n" },
        { "an address with a comma", "id,address\n1,Building 3, Room 502\n2,x\n",
          "2:1! expected 2 fields, found 3\n3|2|x\n" },
        { "a line end without quotes", "id,text\n1,first\nsecond\n2,x\n",
          "2|1|first\n3:1! expected 2 fields, found 1\n4|2|x\n" },
        { "inches", "id,text\n1,a 5\" pipe\n2,x\n",
          "2:6! a quote inside a field that does not begin with one; write the field as \"...\" and double "
          "the quotes in "
          "it\n3|2|x\n" },
        { "a name in quotes inside quotes", "id,text\n1,\"said \"no\" twice\"\n2,x\n",
          "2:10! text after the closing quote of a field (its quote opened on line 2); double a quote that "
          "belongs to "
          "the text\n3|2|x\n" },
        { "a total line at the end", "id,n\n1,2\nTotal: 1\n", "2|1|2\n3:1! expected 2 fields, found 1\n" },
        { "an empty line of commas", "a,b,c\n,,\n1,2,3\n", "2|||\n3|1|2|3\n" },
        { "a title line before the heading", "Report of March\na,b\n1,2\n",
          "2:1! expected 1 field, found 2\n3:1! expected 1 field, found 2\n" },
    };
    CHECK_EXAMPLES(examples);
}

CS_TEST(dialects, "files of other countries and programs are read by their first line")
{
    static const struct example examples[] = {
        { "a semicolon with decimal commas", "id;cost\n1;12,50\n", "2|1|12,50\n" },
        { "tabs", "id\tname\n1\ta, b; c\n", "2|1|a, b; c\n" },
        { "tabs with quotes", "id\tname\n1\t\"a\tb\"\n", "2|1|a\tb\n" },
        { "more commas than semicolons", "a,b,c;d\n1,2,3\n", "2|1|2|3\n" },
        { "a heading without any", "name\nx\n", "2|x\n" },
        { "sep= of spreadsheets", "sep=;\r\na;b\r\n1;2\r\n", "3|1|2\n" },
        { "sep= of a tab", "sep=\t\na\tb\n1\t2\n", "3|1|2\n" },
        { "a mark and sep=", "\xEF\xBB\xBFsep=,\na,b\n1,2\n", "3|1|2\n" },
    };
    CHECK_EXAMPLES(examples);
}

CS_TEST(line_counts, "lines are counted as sed counts them, whatever was skipped or refused")
{
    static const struct example examples[] = {
        { "blank lines", "a,b\n\n\n\n1,2\n\n3\n", "5|1|2\n7:1! expected 2 fields, found 1\n" },
        { "quoted line ends", "a,b\n\"x\n\n\n\",2\n3\n", "2|x\n\n\n|2\n6:1! expected 2 fields, found 1\n" },
        { "blank lines at the top", "\r\n\r\na,b\r\n1\r\n", "4:1! expected 2 fields, found 1\n" },
        { "after a refused quote", "a,b\n1,\"x\ny\"z\n3\n",
          "3:3! text after the closing quote of a field (its quote opened on line 2); double a quote that "
          "belongs to the "
          "text\n4:1! expected 2 fields, found 1\n" },
        { "old line ends", "a,b\r1,2\r\r3\r", "2|1|2\n4:1! expected 2 fields, found 1\n" },
    };
    CHECK_EXAMPLES(examples);
}

CS_TEST(heading_faults, "a heading that cannot be read fails the whole input, in words")
{
    static const struct example examples[] = {
        { "a broken quote", "a,b\"c\n1,2\n",
          "open: in.csv:1:4: a quote inside a field that does not begin with one; write the field as \"...\" "
          "and double "
          "the quotes in it\n" },
        { "a bad byte", "a,\xFF\n1,2\n", "open: in.csv:1:3: byte 0xFF is not UTF-8\n" },
        { "an open quote", "\"a,b\n1,2\n",
          "open: in.csv:1:1: the quote that opens here is never closed; 2 lines after it are not read\n" },
    };
    CHECK_EXAMPLES(examples);
    CHECK_READ("a,\0\n1,2\n", NULL, "open: in.csv:1:3: a NUL byte; text has none\n");
}

CS_TEST(alternating, "fast and slow records may follow each other in any order")
{
    struct cs_buffer text = CS_BUFFER_INIT, want = CS_BUFFER_INIT;
    cs_buffer_text(&text, "a,b\n");
    for (int i = 0; i < 500; i++) {
        cs_buffer_printf(&text, "%d,plain\n%d,\"quoted, too\"\n%d,q\"x\n%d\n", i, i, i, i);
        int line = 2 + i * 4;
        cs_buffer_printf(
            &want,
            "%d|%d|plain\n%d|%d|quoted, too\n%d:%d! a quote inside a field that does not begin with one; "
            "write "
            "the field as \"...\" and double the quotes in it\n%d:1! expected 2 fields, found 1\n",
            line, i, line + 1, i, line + 2,
            i < 10    ? 4
            : i < 100 ? 5
                      : 6,
            line + 3);
    }
    char *got = kit_all(text.text, text.length, NULL);
    CHECK_TEXT(got, want.text);
    free(got);
    cs_buffer_release(&text);
    cs_buffer_release(&want);
}
