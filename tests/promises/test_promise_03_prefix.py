"""Promise 3: the first histories do not depend on how many follow; a mechanism at weight 0 is not there."""

import numpy as np


def test_promise_3_histories_0_to_99_of_200_equal_a_run_of_100(run, baseline):
    hundred, _ = run(np.arange(100))
    assert hundred.tobytes() == baseline[0][:100].tobytes()


def test_promise_3_a_new_stream_changes_no_other_draw():
    import jax

    from thermidor.engine.declare import Draw
    from thermidor.engine.randomness import Draws
    from thermidor.engine.registry import Stream
    from thermidor.theories import lequenne

    registry = lequenne().registry
    key = jax.random.key(3)
    before = Draws(registry, key, np.int32(17))
    some = list(registry.streams)[:20]
    values = {s: np.asarray(before[s]) for s in some}

    class Wider:
        streams = {"zz.new.stream": Stream("zz.new.stream", Draw("uniform"), 0, ())}

    offset = {"month": 1, "year": 0}
    for path, s in registry.streams.items():
        Wider.streams[path] = Stream(path, s.draw, offset[s.draw.every], s.shape)
        offset[s.draw.every] += s.size
    after = Draws(Wider, key, np.int32(17))
    for s in some:
        assert np.array_equal(values[s], np.asarray(after[s])), s
