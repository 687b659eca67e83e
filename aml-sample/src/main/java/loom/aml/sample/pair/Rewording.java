package loom.aml.sample.pair;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ways to write a sentence differently without another meaning. */
enum Rewording {
    /** A number, a unit, a contraction, an article or a name is spelled in another way. */
    RESPELLED {
        @Override
        Optional<String> of(String sentence, RandomGenerator random) {
            List<Map.Entry<Pattern, String>> fitting = SPELLINGS.stream()
                    .filter(spelling -> spelling.getKey().matcher(sentence).find())
                    .toList();
            if (fitting.isEmpty()) {
                return Optional.empty();
            }
            Map.Entry<Pattern, String> chosen = fitting.get(random.nextInt(fitting.size()));
            return Optional.of(chosen.getKey().matcher(sentence).replaceFirst(chosen.getValue()));
        }
    },
    /** A long word is misspelled. */
    TYPO {
        @Override
        Optional<String> of(String sentence, RandomGenerator random) {
            return pick(LONG_WORD, sentence, random).map(word -> {
                int at = word.start() + 1 + random.nextInt(word.end() - word.start() - 2);
                char here = sentence.charAt(at);
                char next = sentence.charAt(at + 1);
                String middle = switch (random.nextInt(3)) {
                    case 0 -> here == next ? "" + here : "" + next + here;
                    case 1 -> "" + next;
                    default -> "" + here + here + next;
                };
                return sentence.substring(0, at) + middle + sentence.substring(at + 2);
            });
        }
    },
    /** The final mark, the quotation marks or the emphasis differ. */
    MARKED {
        @Override
        Optional<String> of(String sentence, RandomGenerator random) {
            if (sentence.endsWith(".") && random.nextBoolean()) {
                return Optional.of(sentence.substring(0, sentence.length() - 1) + "!");
            }
            return pick(LONG_WORD, sentence, random)
                    .map(word -> sentence.substring(0, word.start()) + "**" + word.group() + "**"
                            + sentence.substring(word.end()));
        }
    };

    private static final Pattern LONG_WORD = Pattern.compile("(?<![^ ])[a-z]{7,}(?![^ .])");

    private static final List<Map.Entry<Pattern, String>> SPELLINGS = List.of(
            Map.entry(Pattern.compile("(\\d+) seconds"), "$1 s"),
            Map.entry(Pattern.compile("(\\d+) seconds"), "$1s"),
            Map.entry(Pattern.compile("(\\d+) minutes"), "$1 min"),
            Map.entry(Pattern.compile("(\\d+) hours"), "$1 h"),
            Map.entry(Pattern.compile("(\\d+) percent"), "$1 %"),
            Map.entry(Pattern.compile("(\\d+) percent"), "$1%"),
            Map.entry(Pattern.compile("(\\d+) ms"), "$1ms"),
            Map.entry(Pattern.compile("\\b1,000\\b"), "1000"),
            Map.entry(Pattern.compile("\\btwo\\b"), "2"),
            Map.entry(Pattern.compile("\\bis not\\b"), "isn't"),
            Map.entry(Pattern.compile("\\bare not\\b"), "aren't"),
            Map.entry(Pattern.compile("\\bdoes not\\b"), "doesn't"),
            Map.entry(Pattern.compile("\\bmust not\\b"), "mustn't"),
            Map.entry(Pattern.compile("\\bbehaviour\\b"), "behavior"),
            Map.entry(Pattern.compile("\\bNever\\b"), "NEVER"),
            Map.entry(Pattern.compile("\\bPostgreSQL\\b"), "Postgresql"),
            Map.entry(Pattern.compile("\\bThe (?=[a-z]{4,} (?:is|are|has|must)\\b)"), ""),
            Map.entry(Pattern.compile("\\b(in|of|from|behind|by) the (?=[a-z]{4,}\\b)"), "$1 "),
            Map.entry(Pattern.compile("\\b(in|with|of|has) a (?=[a-z]{4,}\\b)"), "$1 the "));

    /** Returns the sentence in another wording; empty if it has no place for this. */
    abstract Optional<String> of(String sentence, RandomGenerator random);

    /** Returns a random match of a pattern; empty if absent. */
    static Optional<MatchResult> pick(Pattern pattern, String text, RandomGenerator random) {
        Matcher matcher = pattern.matcher(text);
        List<MatchResult> matches = matcher.results().toList();
        @Nullable MatchResult match = matches.isEmpty() ? null : matches.get(random.nextInt(matches.size()));
        return Optional.ofNullable(match);
    }
}
