// Nothing is sent from here: on the server's own machine a request without a token has the rights of its operator.
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  supportedSubmitMethods: [],
  validatorUrl: 'none',
});
