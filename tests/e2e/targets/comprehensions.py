"""Comprehensions of each kind, nested; 3.12 and newer inline some of them."""
import truth


def stop(value):
    if value == 3:
        truth.park()
    return value


def in_list(values):
    return [stop(value) for value in values if value]


def in_set(values):
    return {
        value: {len(in_list([value, inner])) for inner in (1, 3)}
        for value in values
    }


def in_generator(values):
    return sum(
        len(in_set([value]))
        for value in values
        if value > 1
    )


if __name__ == "__main__":
    in_generator([1, 2])
