package loom.aml.sample;

import java.util.Optional;

/** The schema versions in which a sample can be written. */
public enum SampleSchema {
    V1_0_0("1.0.0"),
    V1_1_0("1.1.0"),
    V1_2_0("1.2.0"),
    V2_0_0("2.0.0");

    private final String number;

    SampleSchema(String number) {
        this.number = number;
    }

    /** Returns the version as written in stores: {@code 1.1.0}. */
    public String number() {
        return number;
    }

    /** Returns the schema of a version. */
    public static Optional<SampleSchema> named(String number) {
        for (SampleSchema schema : values()) {
            if (schema.number.equals(number)) {
                return Optional.of(schema);
            }
        }
        return Optional.empty();
    }

    boolean isFrom(SampleSchema other) {
        return compareTo(other) >= 0;
    }
}
