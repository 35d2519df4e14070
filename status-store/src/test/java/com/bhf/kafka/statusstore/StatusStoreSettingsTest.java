package com.bhf.kafka.statusstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.InvalidSettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusStoreSettingsTest {
    @Test
    void shouldTakeTheDefaultsWhenNothingIsSet() {
        StatusStoreSettings settings = StatusStoreSettings.fromEnvironment(Map.of("STATUS_STORE_URL", " "));

        assertThat(settings).isEqualTo(new StatusStoreSettings("jdbc:h2:file:./data/status", "sa", "", false));
        assertThat(settings).isEqualTo(StatusStoreSettings.defaults());
    }

    @Test
    void shouldReadEveryVariable() {
        StatusStoreSettings settings = StatusStoreSettings.fromEnvironment(Map.of(
                "STATUS_STORE_URL", "jdbc:h2:file:./other",
                "STATUS_STORE_USER", "writer",
                "STATUS_STORE_PASSWORD", " s3cret ",
                "STATUS_STORE_FSYNC", "TRUE"));

        assertThat(settings).isEqualTo(new StatusStoreSettings("jdbc:h2:file:./other", "writer", " s3cret ", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:mysql://localhost/x", "h2", "JDBC:H2:file:./x"})
    void shouldNameSettingValueAndChoiceWhenTheDatabaseIsUnknown(String url) {
        assertThatThrownBy(() -> StatusStoreSettings.fromEnvironment(Map.of("STATUS_STORE_URL", url)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("STATUS_STORE_URL")
                .hasMessageContaining(url)
                .hasMessageContaining("[jdbc:h2:, jdbc:postgresql:]");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:./x;WRITE_DELAY=500, WRITE_DELAY, 500",
        "jdbc:h2:file:./x;write_delay=10, WRITE_DELAY, 10",
        "jdbc:h2:file:./x;AUTO_SERVER=TRUE, AUTO_SERVER, TRUE",
        "jdbc:h2:file:./x;FILE_LOCK=NO, FILE_LOCK, NO"
    })
    void shouldRefuseAnH2EntryThatBreaksThePromise(String url, String entry, String value) {
        assertThatThrownBy(() -> StatusStoreSettings.fromEnvironment(Map.of("STATUS_STORE_URL", url)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("STATUS_STORE_URL")
                .hasMessageContaining(entry)
                .hasMessageContaining(value);
    }

    @Test
    void shouldRefuseAFlagThatIsNeitherTrueNorFalse() {
        assertThatThrownBy(() -> StatusStoreSettings.fromEnvironment(Map.of("STATUS_STORE_FSYNC", "yes")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("STATUS_STORE_FSYNC")
                .hasMessageContaining("yes")
                .hasMessageContaining("true or false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:file:./x;PASSWORD=s3cret",
                "jdbc:postgresql://db/x?user=a&password=s3cret",
                "jdbc:postgresql://a:s3cret@db/x"
            })
    void shouldRefuseAPasswordInTheUrlWithoutPrintingIt(String url) {
        assertThatThrownBy(() -> StatusStoreSettings.fromEnvironment(Map.of("STATUS_STORE_URL", url)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("STATUS_STORE_PASSWORD")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldNeverPrintThePassword() {
        StatusStoreSettings settings =
                new StatusStoreSettings("jdbc:h2:file:./x;CIPHER=AES", "writer", "s3cret", false);

        assertThat(settings.toString())
                .contains("jdbc:h2:file:./x", "writer")
                .doesNotContain("s3cret")
                .doesNotContain("CIPHER");
    }

    @Test
    void shouldCompleteAnH2Url() {
        assertThat(H2Url.complete("jdbc:h2:file:./x"))
                .isEqualTo(
                        "jdbc:h2:file:./x;WRITE_DELAY=0;RETENTION_TIME=1000;MAX_LENGTH_INPLACE_LOB=8192;DB_CLOSE_ON_EXIT=FALSE");
        assertThat(H2Url.complete("jdbc:h2:file:./x;retention_time=45000;WRITE_DELAY=0"))
                .isEqualTo(
                        "jdbc:h2:file:./x;retention_time=45000;WRITE_DELAY=0;MAX_LENGTH_INPLACE_LOB=8192;DB_CLOSE_ON_EXIT=FALSE");
        assertThat(H2Url.complete("jdbc:h2:mem:x;INIT=SELECT 1\\;SELECT 2"))
                .startsWith("jdbc:h2:mem:x;INIT=SELECT 1\\;SELECT 2;W");
    }
}
