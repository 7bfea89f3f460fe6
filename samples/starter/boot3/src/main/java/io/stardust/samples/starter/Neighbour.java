package io.stardust.samples.starter;

import io.stardust.client.Stardust;
import io.stardust.client.token.Caller;
import io.stardust.client.token.StardustServletFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.cloud.client.loadbalancer.LoadBalanced;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/**
 * Says who it is to those who show a token ({@code /hello}), what a neighbour says ({@code /ask/NAME}), and what its
 * config says ({@code /greeting}), where it imports one. It has no setting of Stardust. One source for Boot 3.5 and 4.
 */
@SpringBootApplication
@RestController
public class Neighbour {
    private final RestClient.Builder clients;
    private final Greeting greeting;

    /** {@code clients}: whose requests go to a service by its name. */
    public Neighbour(@LoadBalanced RestClient.Builder clients, Greeting greeting) {
        this.clients = clients;
        this.greeting = greeting;
    }

    /** As any Spring Boot application is started. */
    public static void main(String[] args) {
        SpringApplication.run(Neighbour.class, args);
    }

    /** Says who it is, and who asks. */
    @GetMapping("/hello")
    public String hello(HttpServletRequest request) {
        Object caller = request.getAttribute(StardustServletFilter.CALLER);
        String name = caller instanceof Caller known ? known.app() : "nobody";
        return "Boot " + SpringBootVersion.getVersion() + " was asked by " + name;
    }

    /** Says what the neighbour says. */
    @GetMapping("/ask/{name}")
    public String ask(@PathVariable("name") String name) {
        RestClient client = clients.build();
        return Objects.requireNonNull(
                client.get().uri("http://" + name + "/hello").retrieve().body(String.class));
    }

    /** Greets by its config. */
    @GetMapping("/greeting")
    public String greeting() {
        return greeting.getWord() + " " + String.join(" and ", greeting.getNames());
    }

    /** How it greets. Bound by setters, so that it follows what is published. */
    @ConfigurationProperties("greeting")
    public static class Greeting {
        private String word = "hello";
        private List<String> names = List.of();

        public String getWord() {
            return word;
        }

        public void setWord(String word) {
            this.word = word;
        }

        public List<String> getNames() {
            return names;
        }

        public void setNames(List<String> names) {
            this.names = names;
        }
    }

    /** What the application is made of besides. */
    @EnableConfigurationProperties(Greeting.class)
    @Configuration(proxyBeanMethods = false)
    static class Clients {
        @Bean
        @LoadBalanced
        RestClient.Builder clients() {
            return RestClient.builder();
        }

        @Bean
        FilterRegistrationBean<StardustServletFilter> tokens(Stardust stardust) {
            var filter = new FilterRegistrationBean<>(new StardustServletFilter(stardust.verifier()));
            filter.addUrlPatterns("/hello");
            return filter;
        }
    }
}
