package com.bhf.kafka.statusstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.delivery.SendHeader;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HeaderCodecTest {
    @Property
    void shouldGiveBackTheHeadersThatItEncoded(@ForAll("headers") List<SendHeader> headers) {
        assertThat(HeaderCodec.decode(HeaderCodec.encode(headers))).isEqualTo(headers);
    }

    @Property
    void shouldRefuseBytesThatEndTooEarly(@ForAll("headers") List<SendHeader> headers, @ForAll int cut) {
        byte[] encoded = HeaderCodec.encode(headers);
        if (encoded.length == 0) {
            return;
        }
        byte[] torn = Arrays.copyOf(encoded, Math.floorMod(cut, encoded.length));
        try {
            List<SendHeader> decoded = HeaderCodec.decode(torn);
            assertThat(decoded.size()).isLessThan(headers.size()); // cut between two headers
            assertThat(decoded).isEqualTo(headers.subList(0, decoded.size()));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("too early");
        }
    }

    @Example
    void shouldRefuseALengthThatIsNotThere() {
        assertThatThrownBy(() -> HeaderCodec.decode(new byte[] {-1, 0, 0, 0, 1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<List<SendHeader>> headers() {
        // Any character but one half of a surrogate pair, which no encoding can hold.
        Arbitrary<String> text = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .list()
                .ofMaxSize(20)
                .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
        return Combinators.combine(text, text).as(SendHeader::new).list().ofMaxSize(8);
    }
}
