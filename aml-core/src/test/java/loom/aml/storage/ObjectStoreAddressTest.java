package loom.aml.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import loom.aml.storage.ObjectStoreAddress.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectStoreAddressTest {
    @Test
    void addresses_areParsed() {
        assertThat(ObjectStoreAddress.parse("s3://backups/my/store/"))
                .isEqualTo(new ObjectStoreAddress(Scheme.S3, "backups", "my/store"))
                .hasToString("s3://backups/my/store");
        assertThat(ObjectStoreAddress.parse("gs://my.backups"))
                .isEqualTo(new ObjectStoreAddress(Scheme.GS, "my.backups", ""))
                .hasToString("gs://my.backups");
        assertThat(ObjectStoreAddress.isAddress("s3://x")).isTrue();
        assertThat(ObjectStoreAddress.isAddress("/s3://x")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/var/backups | is not the address of an object store",
                "s3:/bucket | is not the address of an object store",
                "s3://B/a | is not the name of a bucket",
                "s3://My_Bucket | is not the name of a bucket",
                "s3:///a | is not the name of a bucket",
                "s3://bucket/a//b | contains an empty part",
                "s3://bucket//a | contains an empty part",
                "s3://bucket/a/../b | contains an empty part",
                "gs://bucket/a b | may contain only letters, digits, slashes"
            })
    void wrongAddresses_areExplained(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectStoreAddress.parse(text))
                .withMessageContaining(message);
    }
}
