package com.bhf.kafka.producer.delivery;

/** A send that is not final, with what is needed to look for it and to send it again. */
public record OpenSend(AcceptedSend send, SendStatus status) {}
