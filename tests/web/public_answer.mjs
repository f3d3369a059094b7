// An answer of the running stack's champion, as a plant asks for it and makes it public.
import assert from 'node:assert/strict';

const post = async (stack, token, path, body) => {
  const headers = {Authorization: `Bearer ${token}`, 'Content-Type': 'application/json'};
  const answer = await fetch(stack.url + path, {method: 'POST', headers, body});
  assert.equal(answer.status, 200, `${path}: ${await answer.clone().text()}`);
  return answer.json();
};

/** Scores what the page has in "Try it", with one feature not measured. \return  the answer's number in the log */
export const score = async (stack, token, {plant, model, estimate}) => {
  const row = Object.fromEntries(Object.entries(estimate.values).slice(1));
  const answer = await post(stack, token, `v1/models/${model.name}/score`, JSON.stringify({plant_id: plant, data: [row]}));
  return answer.predictions[0].inference_id;
};

/** \return  what anybody is told of the answer from now on */
export const publish = (stack, token, number) => post(stack, token, `v1/inferences/${number}/publish`);
