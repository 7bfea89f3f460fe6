package io.stardust.agent.command;

import io.stardust.client.link.Commands.Handler;
import io.stardust.protocol.Json;
import io.stardust.protocol.command.CommandModel;
import io.stardust.protocol.deploy.LocalDetail;
import io.stardust.protocol.deploy.LocalQuery;
import io.stardust.protocol.deploy.PackOrder;
import io.stardust.protocol.deploy.ServiceName;
import org.jspecify.annotations.Nullable;

/** Orders about services of this machine's own file, for who makes deployments of them. Thread-safe. */
public final class LocalOrders {
    private static final int MAX_JSON = 31_000; // a reply of more than 32,000 characters is refused

    private final Services services;

    /** What the orders are carried out with. */
    public interface Services {
        /**
         * All that is known of a service.
         *
         * @throws IllegalArgumentException if there is none of that name, in words for people
         */
        LocalDetail tell(String name, boolean pack) throws InterruptedException;

        /**
         * Begins to pack and send its folder, and returns.
         *
         * @throws IllegalArgumentException if there is none of that name, or another one is being packed
         */
        void pack(String name, String ticket, long most);
    }

    public LocalOrders(Services services) {
        this.services = services;
    }

    @Nullable
    Handler find(String name) {
        return switch (name) {
            case "deploy/describe" -> this::describe;
            case "deploy/pack" -> this::pack;
            default -> null;
        };
    }

    private String describe(CommandModel command) throws InterruptedException {
        LocalQuery query = read(command, LocalQuery.class);
        String json = Json.WIRE.text(services.tell(name(query.name()), query.pack()));
        if (json.length() <= MAX_JSON) return json;
        throw new IllegalArgumentException(
                "its settings take %d characters (expected: at most %d)".formatted(json.length(), MAX_JSON));
    }

    private String pack(CommandModel command) {
        PackOrder order = read(command, PackOrder.class);
        String ticket = order.ticket();
        if (ticket == null || ticket.isBlank() || order.maxBytes() <= 0) {
            throw new IllegalArgumentException("argument: no ticket, or no size (expected: Ticket and MaxBytes)");
        }
        services.pack(name(order.name()), ticket, order.maxBytes());
        return "begun";
    }

    private static String name(@Nullable String name) {
        if (name != null && ServiceName.is(name)) return name;
        throw new IllegalArgumentException("name: '" + name + "' (expected: the name of a service)");
    }

    private static <T> T read(CommandModel command, Class<T> type) {
        String argument = command.argument();
        if (argument == null || argument.isBlank()) {
            throw new IllegalArgumentException("argument: none (expected: {\"Name\":…})");
        }
        try {
            return Json.WIRE.read(argument, type);
        } catch (Json.BadJson e) {
            throw new IllegalArgumentException("argument: " + e.getMessage(), e);
        }
    }
}
