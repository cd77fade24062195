/* Masks: what is hidden, what is shown, and that the width stays. */
#include "record-help.h"

struct masked {
    unsigned flags;
    const char *text, *want;
};

static const char *mask(unsigned flags, const char *text)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_mask(flags, text, strlen(text), &out);
    const char *answer = cs_arena_strdup(&help_arena, out.text);
    cs_buffer_release(&out);
    return answer;
}

static const struct masked cases[] = {
    { CS_PHONE, "13800138000", "138****8000" },
    { CS_PHONE, "13812341234", "138****1234" },
    { CS_PHONE, "138 0013 8000", "138 **** 8000" },
    { CS_PHONE, "138-0013-8000", "138-****-8000" },
    { CS_PHONE, "+8613800138000", "+86138****8000" },
    { CS_PHONE, "+86 138 0013 8000", "+86 138 **** 8000" },
    { CS_PHONE, "0086-13800138000", "0086-138****8000" },
    { CS_PHONE, "8613800138000", "86138****8000" },
    { CS_PHONE, "010-88886666", "010-****6666" },
    { CS_PHONE, "88886666", "88****66" },
    { CS_PHONE, "8888666", "8****66" },
    { CS_PHONE, "4001234567", "400****567" },
    { CS_PHONE, "12345", "****5" },
    { CS_PHONE, "110", "***" },
    { CS_PHONE, "1", "*" },
    { CS_PHONE, "", "" },
    { CS_PHONE, "138****8000", "138****8000" },
    { CS_PHONE, "1380013***0", "138*******0" },
    { CS_IDENTITY, "110101199003071234", "110***********1234" },
    { CS_IDENTITY, "11010119900307123X", "110***********123X" },
    { CS_IDENTITY, "E12345678", "E1****678" },
    { CS_IDENTITY, "E1234567", "E1****67" },
    { CS_IDENTITY, "00123", "****3" },
    { CS_IDENTITY, "0012", "****" },
    { CS_IDENTITY, "京字第12345678号", "京字第*****678号" },
    { CS_IDENTITY, "110***********1234", "110***********1234" },
    { CS_IDENTITY, "", "" },
    { CS_EMAIL, "alice@example.com", "a****@example.com" },
    { CS_EMAIL, "al@example.com", "a*@example.com" },
    { CS_EMAIL, "a@example.com", "*@example.com" },
    { CS_EMAIL, "王小明@example.com", "王****@example.com" },
    { CS_EMAIL, "a***@example.com", "a***@example.com" },
    { CS_EMAIL, "no sign", "n******" },
    { CS_EMAIL, "@example.com", "@example.com" },
    { CS_EMAIL, "a@b@example.com", "a**@example.com" },
    { CS_EMAIL, "", "" },
    { CS_PERSONAL, "张三", "张三" },
    { 0, "13800138000", "13800138000" },
};

CS_TEST(masks, "phones, identity numbers and mail are masked as the trade does")
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = mask(cases[i].flags, cases[i].text);
        CHECK_THAT(strcmp(got, cases[i].want) == 0, "\"%s\" is masked \"%s\", not \"%s\"", cases[i].text, got,
                   cases[i].want);
    }
}

CS_TEST(widths, "a mask is as wide as what it hides")
{
    static const char *const texts[] = {
        "13800138000",  "＋８６１３８００１３８０００",     "张三13800138000", "110101199003071234",
        "王@例子.公司", "\xFF\xFE\xFD\xFC\xFB\xFA\xF9\xF8", "号码不详",        "x",
    };
    static const unsigned flags[] = { CS_PHONE, CS_IDENTITY, CS_EMAIL };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t j = 0; j < sizeof flags / sizeof *flags; j++) {
            const char *got = mask(flags[j], texts[i]);
            CHECK_THAT(cs_text_width(got, strlen(got)) == cs_text_width(texts[i], strlen(texts[i])),
                       "\"%s\" is masked \"%s\"", texts[i], got);
        }
}

CS_TEST(masks_again, "masking a mask changes nothing, and a mask is known as one")
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *once = mask(cases[i].flags, cases[i].text);
        CHECK_TEXT(mask(cases[i].flags, once), once);
        if (strchr(once, '*'))
            CHECK_THAT(cs_is_masked(cases[i].flags, once, strlen(once)), "\"%s\" is a mask", once);
    }
}

CS_TEST(hides_enough, "at least four characters, or all, stay hidden")
{
    char digits[40];
    for (size_t length = 1; length < 30; length++) {
        memset(digits, '7', length);
        digits[length] = '\0';
        for (int identity = 0; identity < 2; identity++) {
            const char *got = mask(identity ? CS_IDENTITY : CS_PHONE, digits);
            size_t stars = 0;
            for (const char *byte = got; *byte; byte++)
                stars += *byte == '*';
            CHECK_THAT(stars >= (length < 4 ? length : 4), "%zu digits: %s", length, got);
        }
    }
}

struct known {
    unsigned flags;
    const char *text;
    bool masked;
};

CS_TEST(knows_masks, "masks of other systems are known, numbers and names are not taken for masks")
{
    static const struct known known[] = {
        { CS_PHONE, "138****1234", true },
        { CS_PHONE, "138＊＊＊＊1234", true },
        { CS_PHONE, "138••••1234", true },
        { CS_PHONE, "138●●●●1234", true },
        { CS_PHONE, "138XXXX1234", true },
        { CS_PHONE, "138xxxx1234", true },
        { CS_PHONE, "*******1234", true },
        { CS_PHONE, "138********", true },
        { CS_PHONE, "138XXXXXXXX", true },
        { CS_PHONE, "13800138000", false },
        { CS_PHONE, "88886666x801", false },
        { CS_PHONE, "010-88886666 ext 801", false },
        { CS_PHONE, "", false },
        { CS_IDENTITY, "110***********1234", true },
        { CS_IDENTITY, "110101XXXXXXXX1234", true },
        { CS_IDENTITY, "11010119900307123X", false },
        { CS_IDENTITY, "110101199003071234", false },
        { CS_IDENTITY, "XXL12345", false },
        { CS_EMAIL, "a***@example.com", true },
        { CS_EMAIL, "xxx@example.com", false },
        { CS_EMAIL, "a1xx@example.com", false },
        { 0, "138****1234", false },
        { CS_PERSONAL, "张*", false },
        { CS_PHONE, "尾号1234", true },
        { CS_PHONE, "手机后四位：1234", true },
        { CS_PHONE, "138····1234", true },
        { CS_PHONE, "138____1234", true },
        { CS_PHONE, "138####1234", true },
        { CS_PHONE, "8888#12", false },
        { CS_PHONE, "138·0000·1234", false },
        { CS_EMAIL, "a__b@example.com", false },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        CHECK_THAT(cs_is_masked(known[i].flags, known[i].text, strlen(known[i].text)) == known[i].masked,
                   "\"%s\" is %s mask", known[i].text, known[i].masked ? "a" : "no");
}

CS_TEST(reads_own_masks, "a mask that comes back in is taken as a value")
{
    static const struct cs_field phone = { .name = "phone", .type = CS_TYPE_TEXT, .flags = CS_PHONE };
    static const struct cs_field mail = { .name = "mail", .type = CS_TYPE_TEXT, .flags = CS_EMAIL };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *once = mask(cases[i].flags, cases[i].text);
        if (cases[i].flags == CS_PHONE && strlen(once) >= 3)
            CHECK_TEXT(help_read(&phone, once), once);
    }
    CHECK_TEXT(help_read(&mail, mask(CS_EMAIL, "alice@example.com")), "a****@example.com");
    CHECK_TEXT(help_read(&mail, mask(CS_EMAIL, "a@example.com")), "*@example.com");
}

CS_TEST(numbers,
        "numbers of persons inside a text of unknown columns are masked, measures and short numbers are not")
{
    static const struct {
        const char *text, *masked;
    } texts[] = {
        { "{\"a\":\"13911112222\"}", "{\"a\":\"139****2222\"}" },
        { "{\"a\":13911112222}", "{\"a\":\"139****2222\"}" },
        { "{\"a\":\"310101199001011234\"}", "{\"a\":\"310***********1234\"}" },
        { "{\"a\":\"31010119900101123X\"}", "{\"a\":\"310***********123X\"}" },
        { "{\"geo\":\"40.67679280229251, -73.7379342313789\"}",
          "{\"geo\":\"40.67679280229251, -73.7379342313789\"}" },
        { "{\"no\":\"60879417\",\"long\":\"1234567890123\"}",
          "{\"no\":\"60879417\",\"long\":\"1234567890123\"}" },
        { "{\"two\":\"13911112222/13711113333\"}", "{\"two\":\"139****2222/137****3333\"}" },
        { "{}", "{}" },
    };
    struct cs_buffer out = CS_BUFFER_INIT;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cs_buffer_reset(&out);
        cs_mask(CS_NUMBERS, texts[i].text, strlen(texts[i].text), &out);
        CHECK_TEXT(out.text, texts[i].masked);
        bool hides = strcmp(texts[i].text, texts[i].masked) != 0;
        CHECK_INT(cs_is_masked(CS_NUMBERS, out.text, out.length), hides);
        CHECK_INT(cs_is_masked(CS_NUMBERS, texts[i].text, strlen(texts[i].text)), false);
    }
    cs_buffer_release(&out);
}
