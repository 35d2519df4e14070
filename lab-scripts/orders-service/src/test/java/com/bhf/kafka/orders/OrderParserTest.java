package com.bhf.kafka.orders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderParserTest {
    private final OrderParser parser = new OrderParser();

    @Test
    void shouldKeepEveryDigitWhenTheAmountIsExact() {
        Order order =
                parser.parse(bytes("{'note':{'a':[1]},'orderId':'O-1','amount':123456789012345.6789,'status':'NEW'}"));

        assertThat(order).isEqualTo(new Order("O-1", new BigDecimal("123456789012345.6789"), "NEW"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "amount  | {'orderId':'O','amount':-50,'status':'NEW'}",
                "amount  | {'orderId':'O','amount':'50','status':'NEW'}",
                "amount  | {'orderId':'O','amount':1e400,'status':'NEW'}",
                "amount  | {'orderId':'O','amount':1e-5,'status':'NEW'}",
                "amount  | {'orderId':'O','amount':1e999999999,'status':'NEW'}",
                "amount  | {'orderId':'O','amount':null,'status':'NEW'}",
                "amount  | {'orderId':'O','status':'NEW'}",
                "orderId | {'amount':1,'status':'NEW'}",
                "orderId | {'orderId':' ','amount':1,'status':'NEW'}",
                "orderId | {'orderId':'a\\nb','amount':1,'status':'NEW'}",
                "status  | {'orderId':'O','amount':1}",
                "status  | {'orderId':'O','amount':1,'status':{}}",
                "body    | {'orderId':'O','orderId':'P','amount':1,'status':'NEW'}",
                "body    | {'orderId':'O','amount':1,'status':'NEW'",
                "body    | {'orderId':'O','amount':1,'status':'NEW'} {}",
                "body    | []",
                "body    | hello",
            })
    void shouldNameTheMemberWhenAnOrderIsInvalid(String member, String json) {
        assertThatThrownBy(() -> parser.parse(bytes(json)))
                .isInstanceOfSatisfying(
                        InvalidOrderException.class, e -> assertThat(e.member()).isEqualTo(member));
    }

    @Test
    void shouldRefuseWhatIsEmpty() {
        assertThatThrownBy(() -> parser.parse((byte[]) null)).isInstanceOf(InvalidOrderException.class);
        assertThatThrownBy(() -> parser.parse(new byte[0])).isInstanceOf(InvalidOrderException.class);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }
}
