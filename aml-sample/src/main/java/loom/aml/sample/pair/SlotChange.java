package loom.aml.sample.pair;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes of one place of a sentence that give it another meaning. */
enum SlotChange {
    NUMBER("(?<![\\w.,:/-])\\d{1,7}(?![\\w.,:/-]*\\d)") {
        @Override
        String replacement(String found, RandomGenerator random) {
            long number = Long.parseLong(found);
            return Long.toString(
                    switch (random.nextInt(4)) {
                        case 0 -> number + 1;
                        case 1 -> number * 10;
                        case 2 -> Math.abs(number - 1);
                        default -> number * 2 + 3;
                    });
        }
    },
    UNIT("(?<=\\d ?)(?:ms|s|seconds|minutes|hours|days|MB|GB|kB|percent|%)(?!\\w)") {
        @Override
        String replacement(String found, RandomGenerator random) {
            return other(
                    found.equals("seconds") ? "s" : found,
                    random,
                    "ms",
                    "s",
                    "minutes",
                    "hours",
                    "days",
                    "weeks",
                    "MB",
                    "GB",
                    "kB");
        }
    },
    VERSION("(?<![\\w.])v?\\d+\\.\\d+(?:\\.\\d+)?(?![\\w.]*\\d| ?(?:s|seconds|minutes|ms|MB|GB|%)\\b)") {
        @Override
        String replacement(String found, RandomGenerator random) {
            return random.nextBoolean() ? found + ".1" : found + "0";
        }
    },
    PORT("(?<=port |:)\\d{4,5}\\b") {
        @Override
        String replacement(String found, RandomGenerator random) {
            return Integer.toString(Integer.parseInt(found) + 1 + random.nextInt(9));
        }
    },
    NEGATION("\\b(?:not|never|is|are|must|has|can|does not)\\b") {
        @Override
        String replacement(String found, RandomGenerator random) {
            return switch (found) {
                case "not" -> "also";
                case "never" -> "always";
                case "does not" -> "does";
                default -> found + " not";
            };
        }
    },
    OPPOSITE(
            "\\b(?:before|after|above|below|at most|at least|enabled|disabled|allowed|required|first|last|old|new|more|less|always|all|only|"
                    + "smaller|larger|increase|decrease|slow|fast|too short|too long|minimum|maximum|public|private|internal|with|over|early|safe|"
                    + "add|remove|open|close|start|stop|read|write|opens|encrypted|both)\\b") {
        @Override
        String replacement(String found, RandomGenerator random) {
            for (String[] pair : OPPOSITES) {
                if (pair[0].equals(found)) {
                    return pair[1];
                }
                if (pair[1].equals(found)) {
                    return pair[0];
                }
            }
            return "not " + found;
        }
    },
    MODAL("\\b(?:must|should|may|if|when|unless|every|each|some|until|because)\\b") {
        @Override
        String replacement(String found, RandomGenerator random) {
            return switch (found) {
                case "must" -> "may";
                case "should" -> "must";
                case "may" -> "must";
                case "if", "when" -> "unless";
                case "unless" -> "if";
                case "until" -> "after";
                case "because" -> "although";
                case "some" -> "all";
                default -> "some";
            };
        }
    },
    NAME(
            "\\b(?:PostgreSQL|MySQL|MariaDB|Redis|Valkey|Memcached|Kafka|RabbitMQ|NATS|staging|production|Ada|Grace|Ken|Radia|pnpm|npm|Vault|Sentry|"
                    + "GitHub Actions|GitLab CI|Jenkins|Buildkite|Docker|Terraform|checkout|payments|billing|search-index|orders|invoices|users|Java|Kotlin|"
                    + "Go|Python|Debian|Loki|Spark|main|eu-west-1|Nginx|Zustand|Redux|httpx|TypeScript|iOS|Vite|Ruff|mypy|Monday|Friday|December)\\b") {
        @Override
        String replacement(String found, RandomGenerator random) {
            return other(
                    found,
                    random,
                    "Redis",
                    "MySQL",
                    "Kafka",
                    "production",
                    "Grace",
                    "yarn",
                    "Jenkins",
                    "payments",
                    "Rust",
                    "Alpine",
                    "Tuesday");
        }
    },
    PATH("(?<=[\\w-]/)[\\w-]+(?=[./`])|(?<=/)[\\w-]{3,}") {
        @Override
        String replacement(String found, RandomGenerator random) {
            return random.nextBoolean() ? found + "s" : found.substring(1);
        }
    },
    CODE("`[^`]+`|(?<=[\\w)] )(?:<=|>=|==|<|>|\\+|-|&&|\\|\\|)(?= [\\w(])") {
        @Override
        String replacement(String found, RandomGenerator random) {
            return switch (found) {
                case "<", "<=" -> ">";
                case ">", ">=" -> "<";
                case "&&" -> "||";
                case "||" -> "&&";
                case "+" -> "-";
                case "-" -> "+";
                case "==" -> "!=";
                default -> '`' + found.substring(1, found.length() - 1) + (random.nextBoolean() ? "2`" : " -f`");
            };
        }
    },
    ARGUMENTS(
            "\\b([A-Za-z][\\w-]+) (over|and not|instead of|before|after|from|to|than|depends on|and) ([A-Za-z][\\w-]+)\\b") {
        @Override
        Optional<String> of(String sentence, RandomGenerator random) {
            return Rewording.pick(pattern(), sentence, random)
                    .filter(match -> !match.group(1).equals(match.group(3)))
                    .filter(match -> !match.group(2).equals("and"))
                    .map(match -> sentence.substring(0, match.start())
                            + match.group(3)
                            + ' '
                            + match.group(2)
                            + ' '
                            + match.group(1)
                            + sentence.substring(match.end()));
        }

        @Override
        String replacement(String found, RandomGenerator random) {
            return found;
        }
    },
    WORD("(?<![^ ])[a-z]{5,}(?![^ .])") {
        @Override
        String replacement(String found, RandomGenerator random) {
            return other(
                    found,
                    random,
                    "request",
                    "worker",
                    "table",
                    "reader",
                    "writer",
                    "morning",
                    "owner",
                    "customer",
                    "replica",
                    "result",
                    "header");
        }
    };

    private static final List<String[]> OPPOSITES = List.of(
            new String[] {"before", "after"},
            new String[] {"above", "below"},
            new String[] {"at most", "at least"},
            new String[] {"enabled", "disabled"},
            new String[] {"allowed", "forbidden"},
            new String[] {"required", "optional"},
            new String[] {"first", "last"},
            new String[] {"old", "new"},
            new String[] {"more", "less"},
            new String[] {"always", "never"},
            new String[] {"all", "some"},
            new String[] {"smaller", "larger"},
            new String[] {"increase", "decrease"},
            new String[] {"slow", "fast"},
            new String[] {"too short", "too long"},
            new String[] {"minimum", "maximum"},
            new String[] {"public", "private"},
            new String[] {"internal", "external"},
            new String[] {"with", "without"},
            new String[] {"over", "under"},
            new String[] {"add", "remove"},
            new String[] {"open", "close"},
            new String[] {"start", "stop"},
            new String[] {"read", "write"},
            new String[] {"opens", "closes"});

    private final Pattern pattern;

    SlotChange(String regex) {
        this.pattern = Pattern.compile(regex);
    }

    Pattern pattern() {
        return pattern;
    }

    /** Returns the form as it is labelled. */
    String form() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the text with one place changed; empty if it has no such place. */
    Optional<String> of(String text, RandomGenerator random) {
        Optional<MatchResult> found = Rewording.pick(pattern, text, random);
        return found.map(match -> text.substring(0, match.start())
                        + replacement(match.group(), random)
                        + text.substring(match.end()))
                .filter(changed -> !changed.equals(text));
    }

    /** Returns what replaces a match. */
    abstract String replacement(String found, RandomGenerator random);

    private static String other(String found, RandomGenerator random, String... choices) {
        List<String> others = List.of(choices).stream()
                .filter(choice -> !choice.equals(found))
                .toList();
        return others.get(random.nextInt(others.size()));
    }
}
