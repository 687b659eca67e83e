package loom.aml.cli.english;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A phrase that the project does not use, because it is a riddle or not the term of the field.
 *
 * @param name the phrase, and what to write instead
 * @param pattern finds it in a paragraph on one line
 */
record Phrase(String name, Pattern pattern) {

    static final List<Phrase> DROPPED = List.of(
            phrase(
                    "\"what\" as a subject: name the thing",
                    "(?:^|[.:;] |@return |@param \\w+ )[Ww]hat (?!(?:is|are|does|do|happens|was|did|to|happened)\\b[^.?]*\\?)"),
            phrase("\"whether\" as a subject: say what is so", "^Whether (?!.*\\?)"),
            phrase(
                    "\"how many\" as a sentence: name the number",
                    "^How (?:many|much|long|old|often|large|far|closely) (?![^.]*\\?)"),
            phrase("\"stands\", \"lies\": is", "\\b(?:stands?(?! for\\b)|stood|lies|lie|lay(?! out)|lying)\\b(?!-)"),
            phrase(
                    "\"leaves\": is removed",
                    "\\b(?:would|may|must|will|shall|that|which|what|items?|nothing|something|elements?) leaves?\\b"
                            + "(?! (?:it|them|the|a|an|no|its|all|everything|alone|behind)\\b)|\\bleft the store\\b"),
            phrase("\"is no X\": is not a X", "\\b(?:is|are|was|were|be) no (?!longer|more\\b)"),
            phrase(
                    "\"if there is none\": empty if absent",
                    "\\bif there (?:is|are|was) none\\b|\\bof that name\\b|\\bnothing if\\b"),
            phrase(
                    "\"for\": because",
                    "[,;] for (?:it|they|that|nobody|there|this|we|what|who|none|no|he|she|its|their|a|the) (?:\\w+ ){0,3}"
                            + "(?:is|are|was|were|has|have|had|may|might|can|could|would|must|does|do|will|makes?|takes?|knows?"
                            + "|holds?)\\b"),
            phrase("\"anew\": again", "\\banew\\b"),
            phrase("\"whoever\": name who", "\\b(?:whoever|whomever|whose it was|whosoever)\\b"),
            phrase("\"tell\": report, distinguish, show", "\\b(?:tell|tells|told|telling)\\b"),
            phrase("\"mend\": fix", "\\bmend(?:s|ed|ing)?\\b"),
            phrase(
                    "\"taken for\": mistaken for, treated as",
                    "\\b(?:takes?|taken|taking|took) (?:\\w+ )?for (?:a|an|the|one|granted)?\\b"),
            phrase(
                    "\"of it\": name it",
                    "(?<!because )(?<!instead )(?<!rest )(?<!all )(?<!most )(?<!none )(?<!part )(?<!copy )(?<!half )"
                            + "(?<!parts )(?<!copies )(?<!any )\\bof it\\b"),
            phrase("\"at hand\": available", "\\bat hand\\b"),
            phrase("\"of ours\": that aml wrote", "\\bof ours\\b"),
            phrase("\"speaks of\": names", "\\bspeaks? of\\b"),
            phrase("\"looks whether\": checks whether", "\\blook(?:s|ed|ing)? (?:whether|out for)\\b"),
            phrase("\"came of\": result", "\\b(?:came|comes?) of\\b|\\bwhat came\\b"),
            phrase("\"is to be\": will be", "\\b(?:is|are|was|were) to be \\w+ed\\b|\\bis to become\\b"),
            phrase("\"there twice\": duplicate", "\\bthere twice\\b|\\btwice there\\b"),
            phrase("\"condemned\": removed", "\\bcondemn"),
            phrase("\"sign of life\": latest time, last refresh", "\\bsigns? of life\\b"),
            phrase("\"make room\": free space", "\\b(?:make|makes|made|making) room\\b"),
            phrase("\"write in flight\": unfinished write", "\\bwrites? in flight\\b"),
            phrase("\"put together\": reassembled", "\\b(?:put|puts|putting) together\\b"),
            phrase("\"unasked\": without asking", "\\bunasked\\b"));

    private static Phrase phrase(String name, String pattern) {
        return new Phrase(name, Pattern.compile(pattern));
    }
}
