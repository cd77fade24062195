/* The one spelling of a room: every way to write it that people and systems have, against what a clerk reads.
 */
#include "org/org.h"
#include "room-kit.h"

struct spelling {
    const char *text, *place;
};

static void check_all(const struct spelling *cases, size_t count)
{
    char place[CS_PLACE_SIZE], again[CS_PLACE_SIZE];
    for (size_t i = 0; i < count; i++) {
        size_t length = cs_room_normalise(cases[i].text, strlen(cases[i].text), place);
        CHECK_THAT(strcmp(place, cases[i].place) == 0, "%s is \"%s\", not \"%s\"", cases[i].text, place,
                   cases[i].place);
        CHECK_THAT(length == strlen(place), "%s: length %zu", cases[i].text, length);
        if (!length)
            continue;
        size_t once_more = cs_room_normalise(place, length, again);
        CHECK_THAT(once_more == length && strcmp(again, place) == 0, "%s: %s is %s the second time",
                   cases[i].text, place, again);
    }
}

#define CHECK_ALL(cases) check_all(cases, sizeof(cases) / sizeof *(cases))

/* ---- tables, worked by hand ---- */

CS_TEST(practice, "the three spellings of the practice book are read")
{
    static const struct spelling cases[] = {
        { "3栋2单元1801", "3-2-1801" },
        { "3-2-1801", "3-2-1801" },
        { "03#1801", "3-1801" },
    };
    CHECK_ALL(cases);
}

CS_TEST(buildings, "every word for a building is one")
{
    static const struct spelling cases[] = {
        { "7栋302", "7-302" },   { "7幢302", "7-302" },       { "7座302", "7-302" },
        { "7号楼302", "7-302" }, { "7栋楼302", "7-302" },     { "7#楼302", "7-302" },
        { "7#302", "7-302" },    { "7楼栋302", "7-302" },     { "7楼302", "7-302" },
        { "7号302", "7-302" },   { "07栋302", "7-302" },      { "007栋302", "7-302" },
        { "17栋302", "17-302" }, { "117栋302", "117-302" },   { "A栋302", "A-302" },
        { "b座302", "B-302" },   { "A1栋302", "A1-302" },     { "1A栋302", "1A-302" },
        { "T2栋302", "T2-302" }, { "G08栋302", "G08-302" },   { "0栋302", "0-302" },
        { "第7栋302", "7-302" }, { "第七栋302", "7-302" },    { "7 栋 302", "7-302" },
        { "7＃302", "7-302" },   { "７号楼３０２", "7-302" }, { "Ａ座３０２", "A-302" },
    };
    CHECK_ALL(cases);
}

CS_TEST(entrances, "every word for an entrance is one")
{
    static const struct spelling cases[] = {
        { "7栋2单元302", "7-2-302" },   { "7栋02单元302", "7-2-302" },    { "7栋2门302", "7-2-302" },
        { "7栋2梯302", "7-2-302" },     { "7栋二单元302", "7-2-302" },    { "7栋 2 单元 302", "7-2-302" },
        { "7栋２单元302", "7-2-302" },  { "7-2单元-302", "7-2-302" },     { "7-2单元302", "7-2-302" },
        { "7#2#302", "7-2-302" },       { "7#2单元302", "7-2-302" },      { "7号楼2单元302室", "7-2-302" },
        { "7栋A单元302", "7-A-302" },   { "7栋a单元302", "7-A-302" },     { "7栋2单元302房", "7-2-302" },
        { "7栋十单元302", "7-10-302" }, { "7栋2-302", "7-2-302" },        { "7栋-2-302", "7-2-302" },
        { "7栋·2单元·302", "7-2-302" }, { "7栋、2单元、302", "7-2-302" }, { "7栋，2单元，302", "7-2-302" },
        { "7栋,2单元,302", "7-2-302" },
    };
    CHECK_ALL(cases);
}

CS_TEST(separators, "any sign between the numbers separates them")
{
    static const struct spelling cases[] = {
        { "7-2-302", "7-2-302" },
        { "7/2/302", "7-2-302" },
        { "7_2_302", "7-2-302" },
        { "7.2.302", "7-2-302" },
        { "7,2,302", "7-2-302" },
        { "7 2 302", "7-2-302" },
        { "7~2~302", "7-2-302" },
        { "7—2—302", "7-2-302" },
        { "7–2–302", "7-2-302" },
        { "7·2·302", "7-2-302" },
        { "7、2、302", "7-2-302" },
        { "7，2，302", "7-2-302" },
        { "7－2－302", "7-2-302" },
        { "7／2／302", "7-2-302" },
        { "7　2　302", "7-2-302" },
        { "7\t2\t302", "7-2-302" },
        { "7 - 2 - 302", "7-2-302" },
        { "7--2--302", "7-2-302" },
        { "7-302", "7-302" },
        { "7/302", "7-302" },
        { "7 302", "7-302" },
        { " 7-2-302 ", "7-2-302" },
        { "　7-2-302　", "7-2-302" },
        { "7-2-302\n", "7-2-302" },
        { "7-2-302\r\n", "7-2-302" },
        { "\xEF\xBB\xBF"
          "7-2-302",
          "7-2-302" },
        { "\xC2\xA0"
          "7-2-302\xC2\xA0",
          "7-2-302" },
    };
    CHECK_ALL(cases);
}

CS_TEST(zeros, "leading zeros do not count, zeros inside do")
{
    static const struct spelling cases[] = {
        { "07-02-0302", "7-2-302" },    { "007-002-302", "7-2-302" },     { "7-2-1001", "7-2-1001" },
        { "10-10-1010", "10-10-1010" }, { "20栋1单元2001", "20-1-2001" }, { "0-101", "0-101" },
        { "00-101", "0-101" },          { "7-0-101", "7-0-101" },         { "7栋0302", "7-302" },
        { "7栋00302", "7-302" },        { "100-1-100", "100-1-100" },
    };
    CHECK_ALL(cases);
}

CS_TEST(numerals, "Chinese numerals are numbers, spoken and spelled out digit by digit")
{
    static const struct spelling cases[] = {
        { "一栋一单元一零一", "1-1-101" },
        { "二栋三单元四零五", "2-3-405" },
        { "六栋七单元八零九", "6-7-809" },
        { "十栋101", "10-101" },
        { "十一栋101", "11-101" },
        { "十九栋101", "19-101" },
        { "二十栋101", "20-101" },
        { "二十一栋101", "21-101" },
        { "三十栋101", "30-101" },
        { "九十九栋101", "99-101" },
        { "一百栋101", "100-101" },
        { "一百零一栋101", "101-101" },
        { "一百一十栋101", "110-101" },
        { "一百二十三栋101", "123-101" },
        { "两栋两单元两零两", "2-2-202" },
        { "三栋二单元一八〇一", "3-2-1801" },
        { "三栋二单元一八零一室", "3-2-1801" },
        { "三号楼二单元三百零二室", "3-2-302" },
    };
    CHECK_ALL(cases);
}

CS_TEST(full_width, "full-width letters, digits and signs are the narrow ones")
{
    static const struct spelling cases[] = {
        { "３栋２单元１８０１", "3-2-1801" },   { "３－２－１８０１", "3-2-1801" },
        { "０３＃１８０１", "3-1801" },         { "Ａ座１８０１", "A-1801" },
        { "ａ座１８０１", "A-1801" },           { "３号楼２单元１８０１室", "3-2-1801" },
        { "３＃楼２单元１８０１", "3-2-1801" }, { "３／２／１８０１", "3-2-1801" },
        { "３　２　１８０１", "3-2-1801" },     { "３栋２单元１８０１Ａ", "3-2-1801A" },
        { "３＿２＿１８０１", "3-2-1801" },     { "３．２．１８０１", "3-2-1801" },
        { "３，２，１８０１", "3-2-1801" },     { "３～２～１８０１", "3-2-1801" },
    };
    CHECK_ALL(cases);
}

CS_TEST(rooms, "every word for a room may follow its number, or none")
{
    static const struct spelling cases[] = {
        { "7栋302室", "7-302" },        { "7栋302房", "7-302" },    { "7栋302号", "7-302" },
        { "7栋302号房", "7-302" },      { "7栋302户", "7-302" },    { "7栋302 室", "7-302" },
        { "7-302室", "7-302" },         { "7-2-302室", "7-2-302" }, { "7-2-302号", "7-2-302" },
        { "7栋2单元302室", "7-2-302" }, { "7号楼302号", "7-302" },  { "7栋3A", "7-3A" },
        { "7栋302A室", "7-302A" },      { "7栋B02", "7-B02" },      { "7栋2单元东户", "" },
    };
    CHECK_ALL(cases);
}

CS_TEST(floors, "a floor beside its room is not a part of the place")
{
    static const struct spelling cases[] = {
        { "3栋18层1801", "3-1801" },        { "3栋2单元18层1801室", "3-2-1801" },
        { "3栋2单元18楼1801", "3-2-1801" }, { "3-2-18-1801", "3-2-1801" },
        { "3号楼18层1801", "3-1801" },      { "3栋2单元18F1801", "3-2-18F1801" },
        { "3栋十八层1801", "3-1801" },      { "3栋1层101", "3-101" },
    };
    CHECK_ALL(cases);
}

CS_TEST(suites, "a suite, a letter or a part behind the room stays with it")
{
    static const struct spelling cases[] = {
        { "3栋2单元1801-2", "3-2-1801-2" }, { "3栋2单元1801A", "3-2-1801A" }, { "3-2-1801A", "3-2-1801A" },
        { "3-2-1801a", "3-2-1801A" },       { "3-2-1801-A", "3-2-1801-A" },   { "3栋1801B室", "3-1801B" },
    };
    CHECK_ALL(cases);
}

CS_TEST(before, "what stands before the building - project, phase, street, number in a name - is passed over")
{
    static const struct spelling cases[] = {
        { "听澜苑3栋2单元1801", "3-2-1801" },
        { "听澜苑一期3栋2单元1801", "3-2-1801" },
        { "听澜苑1期3栋2单元1801", "3-2-1801" },
        { "听澜苑二期3-2-1801", "3-2-1801" },
        { "望江路88号听澜苑3栋1801", "3-1801" },
        { "望江路88弄3栋1801", "3-1801" },
        { "A区3栋1801", "3-1801" },
        { "东区3栋1801", "3-1801" },
        { "2号地3栋1801", "3-1801" },
        { "12号院3号楼1801", "3-1801" },
        { "第一组团3栋1801", "3-1801" },
        { "2025新城3栋1801", "3-1801" },
        { "住宅3号楼1801", "3-1801" },
        { "高层3栋1801", "3-1801" },
        { "上海市浦东新区听澜苑3栋2单元1801室", "3-2-1801" },
        { "听澜苑(一期)3栋1801", "3-1801" },
        { "听澜苑（一期）3栋1801", "3-1801" },
        { "听澜苑-3-2-1801", "3-2-1801" },
        { "听澜苑 3-2-1801", "3-2-1801" },
    };
    CHECK_ALL(cases);
}

CS_TEST(behind, "what stands behind a whole room is a remark, numbers in it too")
{
    static const struct spelling cases[] = {
        { "3栋1801室 张三", "3-1801" },
        { "3栋1801室（空置）", "3-1801" },
        { "3栋1801室客厅", "3-1801" },
        { "3栋1801室客厅漏水2处", "3-1801" },
        { "3栋2单元1801主卧窗户3扇", "3-2-1801" },
        { "3栋1801室阳台", "3-1801" },
        { "3-2-1801室业主", "3-2-1801" },
        { "3栋2单元1801室李先生", "3-2-1801" },
    };
    CHECK_ALL(cases);
}

CS_TEST(others, "parking places, shops and basements that name a building and a number are places of it")
{
    static const struct spelling cases[] = {
        { "B1-023车位", "B1-23" }, { "B2-117", "B2-117" },     { "b1-023", "B1-23" },
        { "D3栋S12", "D3-S12" },   { "S1-105", "S1-105" },     { "商业1栋105", "1-105" },
        { "商铺3栋105", "3-105" }, { "地下室B1-12", "B1-12" },
    };
    CHECK_ALL(cases);
}

CS_TEST(basements, "a floor below the ground stands for a building, unless the place names one")
{
    static const struct spelling cases[] = {
        { "B1层012号车位", "B1-12" },
        { "负一层012号车位", "B1-12" },
        { "负2层117", "B2-117" },
        { "地下二层117号", "B2-117" },
        { "听澜苑地下一层车位012", "B1-12" },
        { "地下车位B-012", "B-12" },
        { "地下一层B-012车位", "B-12" },
        { "3栋负一层12号", "3-12" },
        { "3栋B1层12", "3-12" },
        { "B1层", "" },
        { "负一层", "" },
        { "地下一层", "" },
    };
    CHECK_ALL(cases);
}

CS_TEST(nothing, "what is no room stays none")
{
    static const struct spelling cases[] = {
        { "", "" },         { " ", "" },        { "　", "" },       { "-", "" },
        { "--", "" },       { "---", "" },      { "#", "" },        { "栋", "" },
        { "单元", "" },     { "室", "" },       { "1801", "" },     { "1801室", "" },
        { "3栋", "" },      { "3单元", "" },    { "3#", "" },       { "客厅", "" },
        { "大门口", "" },   { "小区", "" },     { "没有", "" },     { "不详", "" },
        { "无", "" },       { "N/A", "" },      { "null", "" },     { "?", "" },
        { "A", "" },        { "3", "" },        { "三", "" },       { "十", "" },
        { "，", "" },       { "。", "" },       { "\xff", "" },     { "\xff\xfe", "" },
        { "\xe6\xa0", "" }, { "东门底商", "" }, { "一期", "" },     { "一期二区", "" },
        { "88号院", "" },   { "望江路", "" },   { "3栋2单元", "" }, { "LONGNAME-1801", "" },
    };
    CHECK_ALL(cases);
}

/* ---- every spelling of every home of an estate, against its parts ---- */

static const char *const digits_of[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

/* 1 to 99 as they are spoken: 十二, 二十, 二十三. An oracle of its own. */
static void spoken(char *out, int number)
{
    out[0] = '\0';
    if (number >= 20)
        strcat(out, digits_of[number / 10]);
    if (number >= 10)
        strcat(out, "十");
    if (number % 10)
        strcat(out, digits_of[number % 10]);
}

static void spelled(char *out, int number)
{
    char text[16];
    out[0] = '\0';
    snprintf(text, sizeof text, "%d", number);
    for (const char *at = text; *at; at++)
        strcat(out, digits_of[*at - '0']);
}

static void wide(char *out, const char *text)
{
    for (; *text; text++) {
        uint32_t code = (unsigned char)*text < 0x80 ? (*text == ' ' ? 0x3000 : (uint32_t)*text + 0xFEE0) : 0;
        if (!code) {
            *out++ = *text;
            continue;
        }
        *out++ = (char)(0xE0 | code >> 12);
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
        *out++ = (char)(0x80 | (code & 0x3F));
    }
    *out = '\0';
}

struct home {
    int building, entrance, room;
    char place[40];
};

static void check_spelling(const struct home *home, const char *text)
{
    static const char *const before[] = { "", "听澜苑", "听澜苑一期", "望江路88号听澜苑", " ", "　" };
    static const char *const behind[] = { "", " ", "\n" };
    char whole[400], place[CS_PLACE_SIZE];
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        for (size_t j = 0; j < sizeof behind / sizeof *behind; j++) {
            snprintf(whole, sizeof whole, "%s%s%s", before[i], text, behind[j]);
            cs_room_normalise(whole, strlen(whole), place);
            CHECK_THAT(strcmp(place, home->place) == 0, "\"%s\" is %s, not %s", whole, place, home->place);
        }
}

static void check_home(const struct home *home)
{
    static const char *const formats[] = { "%d栋%d单元%d",   "%d幢%d单元%d室",   "%d号楼%d单元%d",
                                           "%d#楼%d单元%d",  "%d#%d单元%d",      "%d栋%d-%d",
                                           "%d-%d-%d",       "%d/%d/%d",         "%02d栋%02d单元%04d",
                                           "%03d-%02d-%05d", "%d 栋 %d 单元 %d", "%d座%d单元%d房",
                                           "%d栋%d门%d",     "%d#%d#%d",         "%d-%d单元%d",
                                           "%d栋·%d单元·%d", "%d—%d—%d",         "%d栋，%d单元，%d室" };
    char text[200], wider[600], building[40], entrance[40], room[40];
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(text, sizeof text, formats[i], home->building, home->entrance, home->room);
#pragma GCC diagnostic pop
        check_spelling(home, text);
        wide(wider, text);
        check_spelling(home, wider);
    }
    spoken(building, home->building);
    spoken(entrance, home->entrance);
    spelled(room, home->room);
    snprintf(text, sizeof text, "%s栋%s单元%s", building, entrance, room);
    check_spelling(home, text);
    snprintf(text, sizeof text, "%s号楼%s单元%d室", building, entrance, home->room);
    check_spelling(home, text);
}

CS_TEST(estate, "thirty-eight spellings, before any name, come to the parts that they were made of")
{
    unsigned seed = 20260302;
    for (int i = 0; i < 120; i++) {
        struct home home;
        seed = seed * 1103515245u + 12345u;
        home.building = 1 + (int)(seed >> 16) % 60;
        seed = seed * 1103515245u + 12345u;
        home.entrance = 1 + (int)(seed >> 16) % 12;
        seed = seed * 1103515245u + 12345u;
        home.room = 100 * (1 + (int)(seed >> 16) % 33) + 1 + (int)(seed >> 24) % 8;
        snprintf(home.place, sizeof home.place, "%d-%d-%d", home.building, home.entrance, home.room);
        check_home(&home);
    }
}

CS_TEST(apart, "the same parts in columns of their own come to the same place, however each is written")
{
    static const char *const buildings[] = { "%d",  "%02d", "%d栋",  "%d号楼",
                                             "%d#", "%d幢", "%d#楼", "二期%d栋" };
    static const char *const entrances[] = { "%d", "%02d", "%d单元", "%d门" };
    static const char *const rooms[] = { "%d", "%d室", "%d房", "%05d" };
    char building[40], entrance[40], room[40], want[64], place[CS_PLACE_SIZE];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    for (int number = 1; number < 40; number += 3)
        for (size_t b = 0; b < sizeof buildings / sizeof *buildings; b++)
            for (size_t e = 0; e < sizeof entrances / sizeof *entrances; e++)
                for (size_t r = 0; r < sizeof rooms / sizeof *rooms; r++) {
                    snprintf(building, sizeof building, buildings[b], number);
                    snprintf(entrance, sizeof entrance, entrances[e], number % 7 + 1);
                    snprintf(room, sizeof room, rooms[r], number * 100 + 2);
                    snprintf(want, sizeof want, "%d-%d-%d", number, number % 7 + 1, number * 100 + 2);
                    size_t length = cs_room_join(building, entrance, room, place);
                    CHECK_THAT(strcmp(place, want) == 0, "%s %s %s is %s", building, entrance, room, place);
                    CHECK_INT(length, strlen(want));
                    snprintf(want, sizeof want, "%d-%d", number, number * 100 + 2);
                    cs_room_join(building, b % 2 ? NULL : "", room, place);
                    CHECK_THAT(strcmp(place, want) == 0, "%s %s is %s", building, room, place);
                }
#pragma GCC diagnostic pop
}

CS_TEST(joined, "a room that names its building wins over the column; a room alone needs the column")
{
    static const struct {
        const char *building, *entrance, *room, *place;
    } cases[] = {
        { "3", "2", "1801", "3-2-1801" },
        { "3", NULL, "1801", "3-1801" },
        { NULL, NULL, "3-2-1801", "3-2-1801" },
        { "", "", "3栋2单元1801", "3-2-1801" },
        { "9", "9", "3栋2单元1801", "3-2-1801" },
        { "9", "", "3栋1801", "3-1801" },
        { "3", "2", "1801A", "3-2-1801A" },
        { "3", "2", "1801-2", "3-2-1801-2" },
        { "A", "1", "101", "A-1-101" },
        { "a座", "1单元", "101室", "A-1-101" },
        { "3栋", "2单元", "", "" },
        { "3栋", "", "", "" },
        { "", "2单元", "1801", "" },
        { NULL, NULL, "1801", "" },
        { NULL, NULL, NULL, "" },
        { "", "", "", "" },
        { "商业", "", "12", "" },
        { "?", "?", "?", "" },
        { "三栋", "二单元", "一八零一", "3-2-1801" },
        { "０３", "０２", "１８０１", "3-2-1801" },
        { "12345", "1", "101", "12345-1-101" },
        { "3", "1", "7", "3-1-7" },
        { "3", "1", "07", "3-1-7" },
        { "3", "", "7", "3-7" },
    };
    char place[CS_PLACE_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = cs_room_join(cases[i].building, cases[i].entrance, cases[i].room, place);
        CHECK_THAT(strcmp(place, cases[i].place) == 0, "case %zu: %s %s %s is \"%s\", not \"%s\"", i,
                   cases[i].building, cases[i].entrance, cases[i].room, place, cases[i].place);
        CHECK_INT(length, strlen(place));
    }
}

CS_TEST(building_codes, "a building alone has one spelling")
{
    static const struct spelling cases[] = {
        { "3", "3" },
        { "03", "3" },
        { "003", "3" },
        { "3栋", "3" },
        { "3幢", "3" },
        { "3座", "3" },
        { "3#", "3" },
        { "03#", "3" },
        { "3#楼", "3" },
        { "3号楼", "3" },
        { "3号", "3" },
        { "3楼", "3" },
        { "三栋", "3" },
        { "三号楼", "3" },
        { "十二栋", "12" },
        { "二十栋", "20" },
        { "A", "A" },
        { "a座", "A" },
        { "Ａ座", "A" },
        { "A1", "A1" },
        { "T3栋", "T3" },
        { "３栋", "3" },
        { " 3 栋 ", "3" },
        { "二期3栋", "3" },
        { "0", "0" },
        { "住宅3号楼", "3" },
        { "3栋(高层)", "3" },
        { "第3栋", "3" },
        { "一百零八栋", "108" },
        { "", "" },
        { " ", "" },
        { "栋", "" },
        { "商业", "" },
        { "-", "" },
        { "东", "" },
        { "\xff", "" },
    };
    char code[CS_PLACE_SIZE], again[CS_PLACE_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = cs_building_normalise(cases[i].text, strlen(cases[i].text), code);
        CHECK_THAT(strcmp(code, cases[i].place) == 0, "%s is \"%s\", not \"%s\"", cases[i].text, code,
                   cases[i].place);
        CHECK_INT(length, strlen(code));
        cs_building_normalise(code, length, again);
        CHECK_TEXT(again, code);
    }
}

/* ---- anything at all ---- */

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* What the header promises of any answer: fits, ends, is its own length, is its own spelling. */
static void check_answer(const char *text, size_t length)
{
    char place[CS_PLACE_SIZE], again[CS_PLACE_SIZE];
    memset(place, 'x', sizeof place);
    size_t written = cs_room_normalise(text, length, place);
    CHECK_THAT(written < CS_PLACE_SIZE && place[written] == '\0' && strlen(place) == written, "%.*s",
               (int)length, text);
    for (size_t i = 0; i < written; i++)
        CHECK_THAT(strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-", place[i]) != NULL, "%.*s gives %s",
                   (int)length, text, place);
    if (!written)
        return;
    size_t once_more = cs_room_normalise(place, written, again);
    CHECK_THAT(once_more == written && memcmp(place, again, written) == 0, "%.*s: %s, then %s", (int)length,
               text, place, again);
}

CS_TEST(words, "a hundred thousand heaps of signs give a place that is its own spelling, or none")
{
    static const char *const pieces[] = { "3",    "18", "1801", "0",  "A",    "b2", "栋", "幢", "座",
                                          "号楼", "#",  "号",   "楼", "单元", "门", "室", "房", "层",
                                          "期",   "区", "-",    "/",  " ",    "，", "十", "百", "零",
                                          "二",   "八", "客厅", "张", "\xff", "　", "１", "＃" };
    unsigned seed = 11;
    char text[200];
    for (int round = 0; round < 100000; round++) {
        text[0] = '\0';
        for (unsigned i = 0, count = 1 + next(&seed) % 9; i < count; i++)
            strcat(text, pieces[next(&seed) % (sizeof pieces / sizeof *pieces)]);
        check_answer(text, strlen(text));
    }
}

CS_TEST(noise, "random bytes, zeros among them, are read without harm")
{
    unsigned seed = 5;
    char text[96], place[CS_PLACE_SIZE];
    for (int round = 0; round < 50000; round++) {
        size_t length = next(&seed) % sizeof text;
        for (size_t i = 0; i < length; i++)
            text[i] = (char)next(&seed);
        check_answer(text, length);
        cs_building_normalise(text, length, place);
        CHECK(strlen(place) < CS_PLACE_SIZE);
    }
}

CS_TEST(ends, "a text ends where its length says, whatever stands behind")
{
    static const char *const whole = "3栋2单元1801室";
    char place[CS_PLACE_SIZE], *copy;
    for (size_t length = 0; length <= strlen(whole); length++) {
        copy = malloc(length + 1); /* of its own size: a reader beyond the end is caught by the sanitizer */
        memcpy(copy, whole, length);
        check_answer(copy, length);
        free(copy);
    }
    CHECK_INT(cs_room_normalise("3-2-1801999", 8, place), 8);
    CHECK_TEXT(place, "3-2-1801");
}

CS_TEST(lengths, "a text of any length costs what it is long and gives nothing that does not fit")
{
    static const char *const pieces[] = { "1", "十",   "-",    "3栋",    "A",
                                          " ", "单元", "\xff", "听澜苑", "3-2-1801 " };
    char place[CS_PLACE_SIZE];
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t one = strlen(pieces[i]), count = 200000 / one;
        char *text = malloc(one * count + 40);
        for (size_t j = 0; j < count; j++)
            memcpy(text + j * one, pieces[i], one);
        size_t length = one * count;
        check_answer(text, length);
        cs_building_normalise(text, length, place);
        strcpy(text + length, "\0");
        CHECK_THAT(strlen(place) < CS_PLACE_SIZE, "%s", pieces[i]);
        memcpy(text + length, " 7栋302", strlen(" 7栋302") + 1);
        check_answer(text, strlen(text));
        cs_room_join(text, text, text, place);
        CHECK_THAT(strlen(place) < CS_PLACE_SIZE, "%s joined", pieces[i]);
        free(text);
    }
}

CS_TEST(long_numbers, "numbers longer than any room's are cut, not spilled")
{
    char text[400], digits[200], place[CS_PLACE_SIZE];
    for (int length = 1; length < 180; length++) {
        memset(digits, '7', (size_t)length);
        digits[length] = '\0';
        snprintf(text, sizeof text, "3栋2单元%s", digits);
        cs_room_normalise(text, strlen(text), place);
        CHECK_THAT(strncmp(place, "3-2-7", 5) == 0, "%d digits: %s", length, place);
        CHECK_THAT(strlen(place) <= 4 + 15, "%d digits: %s", length, place);
        snprintf(text, sizeof text, "%s栋1801", digits);
        size_t written = cs_room_normalise(text, strlen(text), place);
        CHECK_THAT(!written == (length > 6), "a building of %d digits: %s", length, place);
    }
}
