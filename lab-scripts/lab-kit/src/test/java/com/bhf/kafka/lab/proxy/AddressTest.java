package com.bhf.kafka.lab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:1, 127.0.0.1:1",
        "localhost:65535, 127.0.0.1:65535",
        "[::1]:5, [::1]:5",
        "[0:0:0:0:0:0:0:0]:5, [::]:5",
        "[2001:db8:0:0:0:0:0:1]:5, [2001:db8::1]:5",
        "127.0.0.1:, 127.0.0.1:0",
        ":7, :7",
        "'', :0",
    })
    void shouldResolveWhenAddressIsRight(String text, String resolved) throws IOException {
        assertThat(Address.parse(text).resolved()).isEqualTo(resolved);
    }

    @ParameterizedTest
    @CsvSource({
        "nocolon, address nocolon: missing port in address",
        "[::1], address [::1]: missing port in address",
        "1:2:3, address 1:2:3: too many colons in address",
        "a:x, lookup tcp/x: unknown port",
        "a:-1, address -1: invalid port",
        "a:65536, address 65536: invalid port",
    })
    void shouldSayWhatGoSaysWhenAddressIsWrong(String text, String said) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(IOException.class)
                .hasMessage(said);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:0, true",
        "[::1]:0, true",
        ":0, true",
        "0.0.0.0:0, false",
        "[::]:0, false",
        "192.0.2.1:0, false"
    })
    void shouldBindOnlyLoopbackWhenOtherMachinesAreNotAllowed(String text, boolean allowed) throws IOException {
        Address address = Address.parse(text);

        if (allowed) {
            assertThat(Exposure.LOOPBACK.bindAddress(address).isLoopbackAddress())
                    .isTrue();
        } else {
            assertThatThrownBy(() -> Exposure.LOOPBACK.bindAddress(address)).hasMessageContaining("--allow-remote");
        }
        assertThat(Exposure.REMOTE.bindAddress(address)).isInstanceOf(InetAddress.class);
    }
}
