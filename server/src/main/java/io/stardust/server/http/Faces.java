package io.stardust.server.http;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.websocket.WsRouting;

/**
 * Where features add their routes.
 *
 * @param people what people and their tools ask
 * @param machines what agents and applications ask
 * @param plain everything else over HTTP; what is added first is asked first
 * @param sockets what stays open
 */
public record Faces(Api people, LinkApi machines, HttpRouting.Builder plain, WsRouting.Builder sockets) {}
